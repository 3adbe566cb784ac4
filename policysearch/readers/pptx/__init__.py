"""Presentations of PowerPoint (.pptx): slides as pages.

In:      the bytes of a presentation.
Out:     a Reading whose lines are those of its slides, each begun by its title, with the slide of every line.
Promise: shapes in groups, diagrams and notes are read; hidden slides are named as left out.
"""
