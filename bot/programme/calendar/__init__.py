"""When things happen: drives, report periods, opening hours, what falls due."""
