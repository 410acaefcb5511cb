"""What models learn: one file is one task, and its constant is `TASK`."""
