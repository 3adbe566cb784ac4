"""Passages compared with questions by meaning: vectors of a sentence encoder of the user's own, beside a version.

In:      a folder of an ONNX model or the address of a service; texts.
Out:     vectors of one byte a dimension in one file, and their similarity to that of a question.
Promise: nothing is loaded or sent unless an index has an encoder; an encoder that fails costs one warning, never the answer.
"""
