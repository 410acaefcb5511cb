"""Read a package's archive in memory: nothing in it is extracted, imported, run or written to disk."""
