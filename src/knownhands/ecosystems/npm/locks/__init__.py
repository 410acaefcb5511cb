"""Dependency files of JavaScript: one file here reads one format."""
