"""`python -m chalicelib.cli`: the same command where the script is not on the path."""

from chalicelib.cli import main

main()
