"""Formats, one module each; `readers.registry` finds every module that lies here.

In:      the bytes of a file and its name for users.
Out:     a Reading, by the function that `registry.reader` registers; its heavy modules are imported in it.
Promise: importing a module of this package loads nothing but descriptions.
"""
