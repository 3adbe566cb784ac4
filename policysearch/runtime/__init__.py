"""Shared by one process: deadlines, bounded caches, worker processes, limits for a file, lazy imports.

In:      functions to call, files to name.
Out:     their results, in order, within bounds of time and memory.
Promise: thread-safe; a lost process or a hanging file is one line that names the file.
"""
