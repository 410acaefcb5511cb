"""Turn the events of an OSV range into intervals, and say whether a version lies in one.

Source: https://ossf.github.io/osv-schema, "Evaluation". Its `limit` is for git and is passed over here, so that an
interval is rather too long than too short.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from knownhands.ecosystems._known import known_ecosystems

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from knownhands.ecosystems._rules import Place
    from knownhands.harvest.advisories.records import Affected

_EVENTS = ("introduced", "fixed", "last_affected")
_BEFORE_ALL = "0"
_LAST_KNOWN = re.compile(r"(<=?) *([^\s<>=,|]+)")


class Interval(NamedTuple):
    """From a version up to one of two ends; without either, for ever."""

    introduced: str
    fixed: str | None = None
    last_affected: str | None = None


def intervals(ecosystem: str, events: Sequence[Mapping[str, object]], last_known: str = "") -> list[Interval]:
    """Return the intervals that events make; none where no event begins one.

    Events whose versions cannot all be put in order are taken as they are written.

    Args:
        ecosystem: its id.
        events: objects with `introduced`, `fixed` or `last_affected`.
        last_known: GitHub's "<= 1.2" or "< 1.3", the end of a range whose fix is not known.
    """
    points = [(kind, text) for event in events for kind in _EVENTS if isinstance(text := event.get(kind), str)]
    spans: list[Interval] = []
    begun: str | None = None
    for kind, text in _in_order(ecosystem, points):
        if kind == "introduced":
            begun = text if begun is None else begun
        elif begun is not None:
            spans.append(Interval(begun, **{kind: text}))
            begun = None
    if begun is not None:
        end = _LAST_KNOWN.fullmatch(last_known)
        spans.append(Interval(begun, **({"last_affected" if end[1] == "<=" else "fixed": end[2]} if end else {})))
    return spans


def is_in(affected: Affected, version: str | None) -> bool | None:
    """Say whether a version is among those that an advisory is about; None where that cannot be said.

    Args:
        affected: one row of an advisory.
        version: as the registry spells it; None where it is not known.
    """
    here = None if version is None else _place(affected.ecosystem, version)
    if affected.kind == "versions":
        listed = affected.versions
        if listed is None or version in listed:
            return None if listed is None else True
        return None if here is None else any(_bound(affected.ecosystem, entry) == here for entry in listed)
    sides = (_has_begun(affected, here), _goes_on(affected, here))
    return False if False in sides else None if None in sides else True


def _in_order(ecosystem: str, points: list[tuple[str, str]]) -> list[tuple[str, str]]:
    keys = {text: _bound(ecosystem, text) for _, text in points if text != _BEFORE_ALL}
    if None in keys.values():
        return points

    def key(point: tuple[str, str]) -> tuple[object, ...]:
        kind, text = point
        where = (0,) if text == _BEFORE_ALL else (1, keys[text])
        return where, kind == "last_affected"

    return sorted(points, key=key)


def _has_begun(affected: Affected, here: Place | None) -> bool | None:
    if affected.introduced == _BEFORE_ALL:
        return True
    return _is_up_to(affected.introduced, here, affected.ecosystem)


def _goes_on(affected: Affected, here: Place | None) -> bool | None:
    if affected.last_affected is not None:
        beyond = _bound(affected.ecosystem, affected.last_affected)
        return None if beyond is None or here is None else here <= beyond
    if affected.fixed is not None:
        is_fixed = _is_up_to(affected.fixed, here, affected.ecosystem)
        return None if is_fixed is None else not is_fixed
    return True


def _is_up_to(bound: str | None, here: Place | None, ecosystem: str) -> bool | None:
    """Whether a bound is at or before here."""
    there = None if bound is None else _bound(ecosystem, bound)
    return None if there is None or here is None else there <= here


def _place(ecosystem: str, version: str) -> Place | None:
    known = known_ecosystems().get(ecosystem)
    return known.versions.place(version) if known else None


def _bound(ecosystem: str, version: str) -> Place | None:
    known = known_ecosystems().get(ecosystem)
    return known.versions.bound(version) if known else None
