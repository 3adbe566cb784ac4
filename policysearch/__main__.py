"""`python -m policysearch`: the command line."""

from .cli.main import main

main()
