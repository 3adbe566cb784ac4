"""The store on disk: Whoosh's postings beside the folded text of all passages, mapped.

In:      passages, written as segments that never change.
Out:     a Store over the mapped files of one version.
Promise: opening runs no code from the files; damage is a DamagedIndexError.
"""
