"""Package registries: the records that they keep of packages, releases, files and people."""
