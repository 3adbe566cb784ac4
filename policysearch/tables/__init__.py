"""Tables: lines of cells to columns, rows, groups and notes.

In:      the text of a passage or a document.
Out:     Table objects whose cells carry their column heads.
Promise: a cell holds the text of the source; what is no table stays text.
"""
