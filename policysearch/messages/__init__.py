"""Sentences for people: a catalogue of codes, each with its text in Chinese and English.

In:      codes with named parameters; the language of this process.
Out:     Messages, which are English strings that know their Chinese; texts in the language of this process.
Promise: every code has both texts with the same parameters; an area of the catalogue is loaded when one of its codes is used.
"""
