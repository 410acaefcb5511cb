"""Dependency files, read into the packages that they name."""
