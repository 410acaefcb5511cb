"""From raw tables to numbers."""
