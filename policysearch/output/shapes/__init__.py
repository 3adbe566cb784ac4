"""Types of the JSON contract; `web.openapi` derives its schemas from them.

In:      nothing; they are declarations.
Out:     TypedDicts by subject; in `Annotated` a string is a description, pairs are keywords of JSON Schema.
Promise: keys are public: they grow, they do not change.
"""
