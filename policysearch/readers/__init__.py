"""Readers: the bytes of a file in any format to lines of text.

In:      bytes and a name to show in errors; nothing is fetched, nothing in a file is run.
Out:     a Reading: lines, the grids of the tables in them, encoding, what was left out.
Promise: every file gives a Reading or a CorpusError, within limits of time and memory.
"""
