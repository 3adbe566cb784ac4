"""Hits and documents as terminal text, JSON, HTML, CSV, Markdown, BibTeX.

In:      Answers, Passages, Documents, errors.
Out:     strings.
Promise: everything from a document is escaped for where it goes; JSON keys only grow.
"""
