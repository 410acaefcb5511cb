"""SARIF 2.1.0, for code-scanning dashboards: one alert for each subject that asks for a closer look or fails a policy.

Lines that do what attacks do are alerts of their own, so that a dashboard shows each where it stands.

What is trusted or ordinary becomes a notification of level "note", not a result of kind "pass", because GitHub
shows an alert for every result whatever its kind (https://github.com/microsoft/PSRule/issues/955). It also refuses
a whole file in which one result has no location (https://github.com/github/codeql-action/issues/1738). A policy that
fails is an alert of its own, whatever the band.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING
from urllib.parse import quote

from knownhands._version import __version__
from knownhands.features.assemble import features_of
from knownhands.inventory import Inventory
from knownhands.kinds._find import kinds
from knownhands.records import Band, Evidence
from knownhands.report import _list, _score, _things
from knownhands.report._format import PAPER, Format
from knownhands.report._words import NOT_A_PERSON, clean, excerpt, place, sentence, tenths
from knownhands.score import DIRECTION, Score

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from knownhands.inventory import Entry
    from knownhands.records import Reason
    from knownhands.report._format import Page

TRUST = "trust"
"""The rule of every alert about a score: dashboards follow an alert over time by its rule."""
POLICY = "policy"
"""The rule of every alert about a policy that is not kept."""
LINE = "line"
"""The rule of every alert about a line that does what attacks do."""
NO_FILE = "no-single-file"
_DIGITS = 10  # of a line's number
_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {
    Band.REVIEW: ("fail", "warning"),
    Band.HIGH_RISK: ("fail", "error"),
    Band.UNKNOWN: ("open", "none"),
}
_RULES = {
    TRUST: f"A subject asks for a closer look (trust: {DIRECTION})",
    POLICY: "A subject does not keep the policy that somebody set",
    LINE: "A line does what attacks do, which is rare among ordinary subjects",
}


def render(result: Score | Inventory, _page: Page = PAPER) -> str:
    """Write one run that holds every score."""
    notes: list[dict[str, object]] = []
    if isinstance(result, Score):
        result = Inventory.of([result])
    else:
        notes = [_note(_roll_up(result))]
    notes += [_note(_story(score)) for score in result.scores if score.band not in _LEVELS]
    run = {
        "tool": {"driver": {"name": "knownhands", "version": __version__, "rules": _rules(result.scores)}},
        "invocations": [{"executionSuccessful": True, "toolExecutionNotifications": notes}],
        "results": [alert for entry in result.entries for alert in _alerts(entry, result.path)],
    }
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, indent=2, allow_nan=False) + "\n"


def _alerts(entry: Entry, path: str) -> Iterator[dict[str, object]]:
    """Yield what a dashboard should show of a subject: its score, and its policy."""
    score = entry.score
    locations = [_stands_at(entry, path)] if path else _locations(score)
    if score.band in _LEVELS:
        yield _alert(TRUST, _LEVELS[score.band], _story(score), score, locations)
    if score.policy.passed is False:
        yield _alert(POLICY, ("fail", "error"), _missed(score), score, locations)
    elif score.policy.passed is None and not _score.is_without_policy(score):
        yield _alert(POLICY, ("open", "none"), _missed(score), score, locations)
    yield from _lines(score)


def _lines(score: Score) -> Iterator[dict[str, object]]:
    """Yield an alert for each line to look at first."""
    concern = _things.concern(score)
    kind_and_level = _LEVELS.get(concern.band if concern else score.band, ("fail", "note"))
    for thing in _things.things(score):
        files = [_pointed(each, thing.why) for each in thing.places if each.kind == "file"]
        if files:
            text = _join([thing.why, _things.next_step(thing)])
            yield _alert(LINE, kind_and_level, text, score, files) | _fingerprint(score, thing.id)


def _alert(
    rule: str, kind_and_level: tuple[str, str], text: str, score: Score, locations: Sequence[dict[str, object]]
) -> dict[str, object]:
    """Make an alert that stays the same alert the next time."""
    kind, level = kind_and_level
    first, *rest = locations
    return {
        "ruleId": rule,
        "ruleIndex": [*_RULES].index(rule),
        "kind": kind,
        "level": level,
        "message": _message(text),
        "locations": [first],
        "relatedLocations": [{"id": number, **location} for number, location in enumerate(rest, 1)],
        **_fingerprint(score),
        "properties": {"trust": score.trust, "band": score.band.value},
    }


def _fingerprint(score: Score, part: str = "") -> dict[str, object]:
    """Say which alert it is, by its subject, and by a part of that where there is more than one."""
    subject = score.subject
    name = clean(subject.id) if subject.id.startswith("pkg:") else subject.head or clean(subject.id)
    return {"partialFingerprints": {"knownhandsSubject/v1": f"{subject.kind}:{name}{f':{part}' if part else ''}"}}


def _message(text: str) -> dict[str, str]:
    """Wrap cleaned text so that it holds neither a link nor a placeholder of SARIF's."""
    return {"text": re.sub(r"[{}]", lambda brace: brace[0] * 2, clean(text)).replace("](", "] (")}


def _story(score: Score) -> str:
    """Tell the whole score in one message."""
    parts = [_score.headline(score), score.verdict, _score.subject_text(score)]
    parts += [f"It claims: {_score.claims(score)}"] if _score.claims(score) else []
    parts += [score.header] if score.header else []
    parts += _policy(score)
    parts += [
        f"{concern.id} ({concern.band}): {concern.question} {score.answer(concern)}" for concern in score.concerns
    ]
    parts += [_reason_text(score)] if score.reasons else []
    shown, folded = _score.in_full(score)
    for finding in shown:
        parts += [f"{finding.severity}: {finding.sentence}", *([finding.remedy] if finding.remedy else [])]
    parts += [f"Could not be answered: {', '.join(folded)}"] if folded else []
    parts += [_score.read_text(score), *_list.folded(_score.unread_texts(score))]
    parts += [f"Unknown: {gap}" for gap in _score.gap_texts(score)]
    return _join([*parts, f"{DIRECTION}", _score.legend(score), NOT_A_PERSON])


def _reason_text(score: Score) -> str:
    listed = "; ".join(map(_weighed, _score.ordered(score.reasons)))
    return f"Why: {listed}; {_score.sum_text(score)}"


def _weighed(reason: Reason) -> str:
    """Tell what one reason weighs, what it costs to fake, and where to look."""
    places = [f"{place(each)} {excerpt(each)}".rstrip() for each in reason.evidence]
    aside = ", ".join(filter(None, (str(reason.cost_to_fake or ""), *places)))
    return f"{tenths(reason.points):+.1f} {reason.sentence.rstrip('.')}{f' ({aside})' if aside else ''}"


def _policy(score: Score) -> list[str]:
    missed = [f"{reason}. What to do: {remedy}" for reason, remedy in _score.broken(score)]
    return [*missed, *_score.ignored(score)]


def _missed(score: Score) -> str:
    """Say which bar is missed, by what, why, and what to do."""
    return _join([_score.policy_title(score), _score.subject_text(score), *_policy(score), score.verdict])


def _join(parts: Iterable[str]) -> str:
    return " ".join(sentence(part) for part in parts if part)


def _location(path: str, line: int = 1, message: str = "", snippet: str = "") -> dict[str, object]:
    """Point at a line, which dashboards want; the first one stands for the whole file."""
    uri = quote(path, safe="/", errors="replace")
    region: dict[str, object] = {"startLine": line, **({"snippet": {"text": snippet}} if snippet else {})}
    physical = {"artifactLocation": {"uri": uri, "uriBaseId": "%SRCROOT%"}, "region": region}
    return {"physicalLocation": physical, **({"message": _message(message)} if message else {})}


def _locations(score: Score) -> list[dict[str, object]]:
    """List the files in evidence, those of the heaviest reason against the subject first, then those of findings."""
    heaviest = sorted(score.reasons, key=lambda reason: reason.points)
    places = [(each, reason.sentence) for reason in heaviest for each in reason.evidence]
    places += [(each, finding.sentence) for finding in _score.notable(score) for each in finding.evidence]
    files = [(each, text) for each, text in places if each.kind == "file"]
    return [_pointed(each, text) for each, text in files] or [_location(NO_FILE)]


def _pointed(evidence: Evidence, text: str) -> dict[str, object]:
    path, line = evidence.ref, evidence.line
    if line is None:
        path, line = _split(path)
    return _location(path, max(1, line or 1), text, excerpt(evidence))


def _split(ref: str) -> tuple[str, int | None]:
    """Split `path:line`, as checks write it."""
    path, _, line = ref.rpartition(":")
    return (path, int(line)) if path and line.isdecimal() and len(line) < _DIGITS else (ref, None)


def _stands_at(entry: Entry, path: str) -> dict[str, object]:
    """Point at where a package stands in a dependency file, the one at a path or one that it includes."""
    file, line = _split(entry.source)
    if line is not None:
        return _location(file, max(1, line))
    return _location(entry.source.partition("#")[0] or path)


def _roll_up(inventory: Inventory) -> str:
    """Sum a list up, and name what could not be read of it."""
    return _join(
        [
            _list.counts(inventory),
            _list.weakest(inventory),
            *_list.policy(inventory),
            *_list.unknown(inventory),
            *_list.left_open(inventory),
            DIRECTION,
        ]
    )


def _note(text: str) -> dict[str, object]:
    return {"associatedRule": {"id": TRUST, "index": 0}, "level": "note", "message": _message(text)}


def _rules(scores: Sequence[Score]) -> list[dict[str, object]]:
    """Declare the rules, and what each reason is about with what it costs to fake."""
    reasons = {
        reason.feature: f"{_title(score.subject.kind, reason)} (cost to fake: {reason.cost_to_fake})"
        for score in scores
        for reason in score.reasons
        if reason.cost_to_fake
    }
    return [
        {"id": rule, "shortDescription": {"text": text}}
        for rule, text in (_RULES | dict(sorted(reasons.items()))).items()
    ]


def _title(kind_id: str, reason: Reason) -> str:
    """Say what a reason is about, whatever was measured; of one that nothing here declares, what it says."""
    kind = kinds().get(kind_id)
    features = features_of(kind.evidence) if kind else ()
    declared = next((feature.title for feature in features if feature.id == reason.feature), reason.sentence)
    return sentence(declared).removesuffix(".")


FORMAT: Format = render
