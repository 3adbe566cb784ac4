"""Word documents (.docx): paragraphs, tables, the numbers that Word prints.

In:      bytes of an Office Open XML package.
Out:     a Reading.
Promise: archives and XML are opened within limits; hidden and deleted text is left out.
"""
