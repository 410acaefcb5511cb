"""SARIF 2.1.0, for code-scanning dashboards: one alert for each change that asks for a closer look.

What is trusted or ordinary becomes a notification of level "note", not a result of kind "pass", because GitHub
shows an alert for every result whatever its kind (https://github.com/microsoft/PSRule/issues/955). It also refuses
a whole file in which one result has no location (https://github.com/github/codeql-action/issues/1738).
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING
from urllib.parse import quote

from knownhands._version import __version__
from knownhands.inventory import Inventory
from knownhands.records import Band, Score
from knownhands.report import _format as shared
from knownhands.report import _inventory

if TYPE_CHECKING:
    from collections.abc import Sequence

    from knownhands.inventory import Entry
    from knownhands.records import Reason

RULE = "trust"
"""Every result breaks the same rule: dashboards follow an alert over time by its rule."""

NO_FILE = "no-single-file"
_DIGITS = 10  # of a line's number
_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {
    Band.REVIEW: ("fail", "warning"),
    Band.HIGH_RISK: ("fail", "error"),
    Band.UNKNOWN: ("open", "none"),
}


def _message(text: str) -> dict[str, str]:
    """Wrap cleaned text so that it holds neither a link nor a placeholder of SARIF's."""
    return {"text": re.sub(r"[{}]", lambda brace: brace[0] * 2, shared.clean(text)).replace("](", "] (")}


def _story(score: Score) -> dict[str, str]:
    """Tell the whole score in one message."""
    parts = [shared.headline(score), shared.legend(score), shared.NOT_A_PERSON, shared.subject_text(score)]
    parts += [f"{shared.tenths(r.points):+.1f}: {r.sentence}" for r in shared.ordered(score.reasons)]
    parts += [f"{finding.severity}: {finding.sentence}" for finding in shared.notable(score)]
    parts += [f"Unknown: {gap}" for gap in shared.unknown_texts(score)]
    return _message(" ".join(f"{part.rstrip('.')}." for part in parts))


def _location(path: str, reason: Reason | None = None, line: int = 1) -> dict[str, object]:
    """Point at a line, which dashboards want; the first one stands for the whole file."""
    uri = quote(path, safe="/", errors="replace")
    physical = {"artifactLocation": {"uri": uri, "uriBaseId": "%SRCROOT%"}, "region": {"startLine": line}}
    return {"physicalLocation": physical, **({"message": _message(reason.sentence)} if reason else {})}


def _locations(score: Score) -> list[dict[str, object]]:
    """List the files in evidence, those of the heaviest reason against the change first."""
    heaviest = sorted(score.reasons, key=lambda reason: reason.points)
    files = [(e.ref, reason) for reason in heaviest for e in reason.evidence if e.kind == "file"]
    return [_location(path, reason) for path, reason in files] or [_location(NO_FILE)]


def _place(entry: Entry, path: str) -> dict[str, object]:
    """Point at where a package stands in a dependency file, the one at a path or one that it includes."""
    file, _, line = entry.source.rpartition(":")
    if file and line.isdecimal() and len(line) < _DIGITS:
        return _location(file, line=max(1, int(line)))
    return _location(entry.source.partition("#")[0] or path)


def _result(score: Score, band: Band, place: dict[str, object] | None) -> dict[str, object]:
    """Make an alert.

    Args:
        score: what it is about.
        band: of the score; unknown where there is no trust.
        place: where it stands, if the files in evidence are no files of the repository.
    """
    kind, level = _LEVELS[band]
    first, *rest = [place] if place else _locations(score)
    return {
        "ruleId": RULE,
        "ruleIndex": 0,
        "kind": kind,
        "level": level,
        "message": _story(score),
        "locations": [first],
        "relatedLocations": [{"id": number, **location} for number, location in enumerate(rest, 1)],
        "partialFingerprints": {"knownhandsSubject/v1": _fingerprint(score)},
        "properties": {"trust": score.trust, "band": band.value},
    }


def _fingerprint(score: Score) -> str:
    """Name what an alert is about, so that it is the same alert the next time."""
    subject = score.subject
    return f"{subject.kind}:{shared.clean(subject.id) if subject.kind == 'package' else subject.head}"


def _roll_up(inventory: Inventory) -> dict[str, object]:
    """Sum a dependency file up, and name what could not be read of it."""
    lines = [*_inventory.roll_up(inventory), _inventory.unread_title(inventory), *_inventory.unread(inventory)]
    text = " ".join(f"{line.rstrip('.')}." for line in lines)
    return {"associatedRule": {"id": RULE, "index": 0}, "level": "note", "message": _message(text)}


def _note(score: Score) -> dict[str, object]:
    return {"associatedRule": {"id": RULE, "index": 0}, "level": "note", "message": _story(score)}


def _rules(scores: Sequence[Score]) -> list[dict[str, object]]:
    """Declare the rule, and each feature among the reasons with what it costs to fake."""
    reasons = [reason for score in scores for reason in score.reasons]
    costs = {r.feature: f"{r.feature} (cost to fake: {r.cost_to_fake})" for r in reasons if r.cost_to_fake}
    kinds = " or ".join(sorted({score.subject.kind for score in scores})) or "change"
    texts = {RULE: f"The {kinds} asks for a closer look (trust: {shared.DIRECTION})"} | dict(sorted(costs.items()))
    return [{"id": rule, "shortDescription": {"text": text}} for rule, text in texts.items()]


def render(scores: Score | Sequence[Score] | Inventory) -> str:
    """Write one run that holds every score."""
    places: list[dict[str, object] | None] = []
    notes: list[dict[str, object]] = []
    if isinstance(scores, Inventory):
        places = [_place(entry, scores.path) for entry in scores.entries]
        notes = [_roll_up(scores)]
        scores = scores.scores
    scores = [scores] if isinstance(scores, Score) else scores
    bands = [Band.UNKNOWN if score.trust is None else score.band for score in scores]
    told = [*zip(scores, bands, places or [None] * len(scores), strict=True)]
    notes += [_note(score) for score, band, _ in told if band not in _LEVELS]
    run = {
        "tool": {"driver": {"name": "knownhands", "version": __version__, "rules": _rules(scores)}},
        "invocations": [{"executionSuccessful": True, "toolExecutionNotifications": notes}],
        "results": [_result(score, band, place) for score, band, place in told if band in _LEVELS],
    }
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, indent=2, allow_nan=False) + "\n"


FORMAT: shared.Format = render
