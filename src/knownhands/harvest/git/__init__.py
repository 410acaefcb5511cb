"""Read a git history through git's own plumbing."""
