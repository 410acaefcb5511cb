"""Knownhands scores how far a change can be trusted, and says why."""

__version__ = "0.1.0"
