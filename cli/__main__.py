"""`python -m regesta.cli` is the `regesta` command."""

from regesta.cli import main

main()
