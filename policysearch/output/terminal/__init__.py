"""Output for a terminal: columns, wrapping, colours, wide characters counted as two.

In:      Answers, Passages, Documents.
Out:     strings with lines no wider than asked for.
Promise: no control character of a document reaches the terminal.
"""
