"""Workbooks of older programs (.xls, .et): sheets as tables, as those of `readers.xlsx`.

In:      the bytes of a workbook, in the sandbox.
Out:     a Reading whose lines are the names of its sheets and their rows.
Promise: cells are as the sheet shows them; hidden sheets are named as left out.
"""
