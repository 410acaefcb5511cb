"""What is measured about a package; one file is one question."""
