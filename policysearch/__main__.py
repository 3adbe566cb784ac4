"""`python -m policysearch`: the command line."""

from .cli import main

main()
