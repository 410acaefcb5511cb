"""Dependency files of Python: one file here reads one format."""
