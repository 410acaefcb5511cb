"""What the change brings in where something runs it by itself: CI, builds, installers, editors, coding agents, git.

Why: attacks on repositories act where nobody has to call them: workflows, install scripts, folders that an editor opens.
Unknown when: its contents were not read, or its trees cannot be compared.
Source: the Shai-Hulud and GlassWorm worms of 2025 and 2026, xz, event-stream; ADR 0014.
"""

from knownhands.capabilities.load import capabilities
from knownhands.declarations import Family
from knownhands.features.change._events import VIEW, capability_columns, places, values

_GROUP = "by_itself"
_EVENTS = tuple(capabilities())

FAMILY = Family(
    id="attack_itself",
    subject="change",
    version=1,
    reads=("commits", "readings", "change_observations"),
    columns=capability_columns(_GROUP, "in what runs by itself, "),
    sql=values(_GROUP, _EVENTS),
    evidence=places(_GROUP, _EVENTS),
    view=VIEW,
)
