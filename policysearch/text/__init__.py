"""Text without documents: normalisation, numerals, pinyin, segmentation, sentence boundaries.

In:      strings, and folded strings where a function says so.
Out:     strings, words, spans (half-open, in characters).
Promise: pure functions; only `segmenter` loads jieba, and only while an index is built.
"""
