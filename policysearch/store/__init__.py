"""Where passages live: the protocol of a store, and the stores that keep it.

In:      passages to write, strings and field values to look up.
Out:     numbers of passages, counts, texts; never scores.
Promise: a string is found in every passage where it stands after normalisation, on every store.
"""
