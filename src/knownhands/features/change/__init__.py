"""What is measured about a change; one file is one question."""
