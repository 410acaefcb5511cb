"""The kinds of subject that can be scored; one file is one kind."""
