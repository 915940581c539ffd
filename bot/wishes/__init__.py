"""What people wish for when they write in their own words: matched to flows, questions and steering by rules alone."""
