"""The query language: typed text to a syntax tree and back, its variants and synonyms.

In:      what a user typed.
Out:     a tree of `ast` whose `str()` is the canonical form.
Promise: every string is a tree or a QueryError with a place; `parse(str(tree)) == tree`.
"""
