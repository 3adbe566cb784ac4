"""PDF: characters and rules of pages to lines, columns and tables.

In:      bytes of a PDF; `extract` runs in the sandbox.
Out:     a Reading.
Promise: the same lines on every machine, whatever fonts it has; a page that fails costs that page.
"""
