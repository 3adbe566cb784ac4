"""The search as tools for language models, by the Model Context Protocol.

In:      tool calls.
Out:     structured content with citations.
Promise: every answer is bounded, and says when it is cut.
"""
