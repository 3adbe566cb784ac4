"""The store on an OpenSearch cluster: each version an index of its own, an alias that names the current one.

In:      passages, folded and cut into words on this side; an address opensearch://host:9200/name.
Out:     a Store over one version: strings as phrases over n-grams, the rest from facts that are read once.
Promise: exact sets and totals, or an error; a reader stays on its version; a dead writer leaves nothing that counts.
"""
