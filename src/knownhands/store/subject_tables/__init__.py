"""One folder for each kind of subject: the temporary tables, views and macros that its families and checks read."""
