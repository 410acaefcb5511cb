"""From features whose outcome is known to a model with its measured limits."""
