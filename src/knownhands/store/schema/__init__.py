"""Numbered SQL files; each is applied once, in order."""
