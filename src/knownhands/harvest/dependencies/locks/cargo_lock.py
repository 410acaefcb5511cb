"""Cargo.lock, which has the form of Python's."""

import re

from knownhands.harvest.dependencies.locks._lock import Lock
from knownhands.harvest.dependencies.locks.toml_lock import read

LOCK = Lock("cargo_lock", "cargo", re.compile(r"(?:^|/)Cargo\.lock$"), read)
