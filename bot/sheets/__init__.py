"""Files of rows (.xlsx, .xls, .ods, .csv) into tables of cells, in a process that may be killed; knows nobody."""
