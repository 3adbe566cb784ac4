"""Text of pictures of pages, by OCR that does not invent text.

In:      a picture of a page, in the sandbox.
Out:     a page of characters and rules, as other readers of pages give it, and how sure the recogniser is.
Promise: nothing is fetched; a page that was read is not read again; uncertain pages are reported.
"""
