"""SQL that turns a stored history into subjects."""
