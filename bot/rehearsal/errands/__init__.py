"""What simulated people come to do, one errand a file."""
