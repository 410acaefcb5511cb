"""What is asked about a package or an artifact; one file is one question."""
