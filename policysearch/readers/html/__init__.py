"""Web pages: the text of the document without the furniture of the site.

In:      bytes of HTML.
Out:     a Reading, with what the page declares about itself.
Promise: no paragraph of the body is lost; scripts are never run.
"""
