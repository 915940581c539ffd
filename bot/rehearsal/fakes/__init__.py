"""What a rehearsal puts in place of the world: clock, messenger, bank, and what people remember and mistype."""
