"""What a source file in a package does, read without running it."""
