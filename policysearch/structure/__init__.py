"""The structure of a document: lines to a tree of provisions, metadata, glossary.

In:      a Source, that is the lines of one decoded file.
Out:     Documents with their Provisions, ready to be cut into passages.
Promise: every non-blank character of a source belongs to exactly one provision.
"""
