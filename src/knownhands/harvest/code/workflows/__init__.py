"""What continuous integration is told to do: its files, read alike for every service."""
