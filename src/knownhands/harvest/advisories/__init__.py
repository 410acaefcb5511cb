"""Read what advisory databases say of packages, and match it with versions."""
