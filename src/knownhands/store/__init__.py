"""Local storage: the tables are the interface between layers."""
