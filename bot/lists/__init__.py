"""Lists of pupils as schools make them, read into rows, with a word on whatever is doubtful; knows nobody."""
