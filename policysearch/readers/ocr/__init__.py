"""Text of pictures of pages, by a recogniser that reads letters and invents none.

In:      a picture of a page, in the sandbox.
Out:     a page of characters and rules, as other readers of pages give it, and how sure the recogniser is.
Promise: nothing is fetched; a page that was read is not read again; what is uncertain is said.
"""
