"""One file for each format of dependency file; each defines `READER`."""
