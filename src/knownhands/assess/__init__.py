"""The use cases: what to harvest, ask and judge for each kind of subject. Nothing here prints or reads the clock."""
