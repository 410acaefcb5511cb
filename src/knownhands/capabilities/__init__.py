"""What code can do, as data: one TOML file is one capability, and `load` finds them all.

Adding a capability is adding a file; docs/adr/0010-capabilities-as-data.md says what stands in it and why.
"""
