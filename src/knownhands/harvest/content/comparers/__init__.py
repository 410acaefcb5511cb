"""What only the file before and after a change shows together: one file is one comparer."""
