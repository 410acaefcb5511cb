"""Numbered SQL files for the store of packages; each is applied once, in order."""
