"""OFD (GB/T 33190): characters and rules of its pages, laid out as those of a PDF.

In:      the bytes of an OFD file; `document` runs in the sandbox.
Out:     a Reading.
Promise: nothing is drawn, fetched or unpacked to the disk; a page that fails costs that page.
"""
