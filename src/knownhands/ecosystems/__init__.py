"""One folder for each kind of registry, with everything that is particular to it."""
