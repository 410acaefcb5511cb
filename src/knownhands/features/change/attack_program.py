"""What the change brings in where a program runs it: source code, manifests, lock files.

Why: a payload in the code itself needs somebody who calls it, and everybody who depends on it does.
Unknown when: its contents were not read, or its trees cannot be compared.
Source: the Shai-Hulud and GlassWorm worms of 2025 and 2026, xz, event-stream; ADR 0014.
"""

from knownhands.capabilities.load import capabilities
from knownhands.declarations import Family
from knownhands.features.change._events import VIEW, capability_columns, places, values

_GROUP = "program"
_EVENTS = tuple(capabilities())

FAMILY = Family(
    id="attack_program",
    subject="change",
    version=1,
    reads=("commits", "readings", "change_observations"),
    columns=capability_columns(_GROUP, "in a program, "),
    sql=values(_GROUP, _EVENTS),
    evidence=places(_GROUP, _EVENTS),
    view=VIEW,
)
