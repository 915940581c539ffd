"""What was decided reaches the families: batches for a school, hand-overs with their proof, and what followed."""
