"""The demonstration: its people, and the two weeks that they live before the first visitor comes."""
