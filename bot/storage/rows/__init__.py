"""What a row of a table is to whoever reads it: its columns with their types, for nothing is made or copied.

The tables say what each column means; `tests/storage/test_rows.py` keeps these in step with them.
"""
