"""Output formats, a module each, which `output.registry` finds by its name.

In:      a Found: the answer of a search and how it is to be shown.
Out:     a text.
Promise: what comes from a document is escaped for the format.
"""
