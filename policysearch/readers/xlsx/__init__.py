"""Workbooks of Excel (.xlsx): sheets as tables.

In:      the bytes of a workbook.
Out:     a Reading whose lines are the names of its sheets and their rows.
Promise: cells are as the sheet shows them; hidden sheets are named as left out.
"""
