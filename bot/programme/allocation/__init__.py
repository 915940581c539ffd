"""Which student gets what: an order that anybody can recompute, proposals and decisions, and the proof of each gift."""
