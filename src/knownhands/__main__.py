"""`python -m knownhands` is the command `knownhands`."""

from knownhands.cli._main import run

run()
