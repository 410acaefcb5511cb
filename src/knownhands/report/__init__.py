"""From a score to something to read; one file is one format."""
