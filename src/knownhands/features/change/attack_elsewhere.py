"""What the change brings in among tests, documents and data.

Why: payloads were hidden among test files (xz), and what tests run, CI runs.
Unknown when: its contents were not read, or its trees cannot be compared.
Source: the Shai-Hulud and GlassWorm worms of 2025 and 2026, xz, event-stream; ADR 0014.
"""

from knownhands.capabilities.load import capabilities
from knownhands.declarations import Family
from knownhands.features.change._events import VIEW, capability_columns, places, values

_GROUP = "elsewhere"
_EVENTS = tuple(capabilities())

FAMILY = Family(
    id="attack_elsewhere",
    subject="change",
    version=1,
    reads=("commits", "readings", "change_observations"),
    columns=capability_columns(_GROUP, "in a test, document or data file, "),
    sql=values(_GROUP, _EVENTS),
    evidence=places(_GROUP, _EVENTS),
    view=VIEW,
)
