"""Search: query trees over a store to ranked hits, facets, snippets, suggestions.

In:      a query tree and a Store.
Out:     Results, Snippets, Comparisons, Explanations.
Promise: pages are slices of one ranking, totals are true counts, marks are matches.
"""
