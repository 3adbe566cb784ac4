"""Readers: what stands in a file of each format, as lines of plain text; nothing is fetched, nothing in a file is run."""
