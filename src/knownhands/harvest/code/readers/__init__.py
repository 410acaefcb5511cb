"""Which reader reads a file of a change, by its name: one file is one reader."""
