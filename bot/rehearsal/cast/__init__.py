"""Who acts in a rehearsal, and their habits."""
