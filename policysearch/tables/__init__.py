"""Tables: lines of cells to columns, rows, groups and notes.

In:      a passage: its text, and the grids that the reader of its file knows.
Out:     Table objects whose cells carry their column heads.
Promise: a cell holds the text of the source; what is no table stays text.
"""
