"""The front door: open, search, update, watch and check an index on disk.

In:      folders of documents, a folder for the index.
Out:     Index, Answer, BuildReport.
Promise: an index is the old or the new version, never half; one bad file stops nothing.
"""
