"""Plain frozen data that every other package shares: documents, passages, fields, results, errors.

In:      nothing; the package imports no other.
Out:     dataclasses and enums, without behaviour beyond formatting themselves.
Promise: instances never change, compare by value, and pickle between processes.
"""
