"""Read one record of the OSV schema: https://ossf.github.io/osv-schema."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, cast

from knownhands.documents.objects import Object, clean, mapping, moment, objects, text
from knownhands.ecosystems._known import known_ecosystems
from knownhands.errors import Unparsable, UsageError
from knownhands.harvest.advisories.ranges import intervals
from knownhands.harvest.advisories.records import Advisory, Affected

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from knownhands.ecosystems._ecosystem import Ecosystem

_KINDS = ("SEMVER", "ECOSYSTEM")
_EMBEDDED_MALICE = "CWE-506"
_MALICIOUS_ID = "MAL-"
_LONGEST_ID, _LONGEST_SUMMARY = 200, 300  # characters, chosen by eye
_MOST = 100_000  # versions, events or packages in one record, chosen by eye
_HINT = "Ask whoever keeps the database."


def parse_advisory(record: object, where: str) -> Advisory:
    """Read a record.

    What it says of versions and cannot be read is unknown for those packages, and no reason to refuse it.

    Args:
        record: parsed JSON or YAML.
        where: names it in errors.

    Raises:
        Unparsable: it is no object, has no id, or does not say which packages it is about.
    """
    if not isinstance(record, dict):
        raise Unparsable(f"{where} is no object.", _HINT)
    identity = text(record.get("id"))
    if not identity or len(identity) > _LONGEST_ID:
        raise Unparsable(f"{where} has no id.", _HINT)
    entries = _objects(record.get("affected"), f"{where}: affected")
    affected: dict[Affected, None] = {}
    elsewhere: list[str] = []
    for entry in entries:
        ecosystem, name = _package(entry, where)
        if ecosystem in known_ecosystems():
            affected.update(dict.fromkeys(_rows(entry, ecosystem, name)))
        else:
            elsewhere.append(ecosystem)
    return Advisory(
        identity,
        tuple(_texts(record.get("aliases"))),
        moment(record.get("modified")),
        moment(record.get("published")),
        moment(record.get("withdrawn")),
        _is_malicious(record, identity, entries),
        _severity(record),
        _summary(record),
        tuple(affected),
        tuple(elsewhere),
    )


def _objects(value: object, where: str) -> list[Object]:
    if value is None:
        return []
    if not isinstance(value, list) or len(value) > _MOST or not all(isinstance(entry, dict) for entry in value):
        raise Unparsable(f"{where} is no list of objects.", _HINT)
    return cast("list[Object]", value)


def _package(entry: Object, where: str) -> tuple[str, str]:
    """Return ecosystem and name; the ecosystem's id where it is one that we know."""
    package = entry.get("package")
    if package is None:  # a git repository
        return "no package", ""
    fields = mapping(package)
    ecosystem, name = text(fields.get("ecosystem")), text(fields.get("name"))
    if not ecosystem or not name:
        raise Unparsable(f"{where} does not say which package it is about.", _HINT)
    ours = _named().get(ecosystem.lower())
    if ours is None:
        return ecosystem.partition(":")[0], name
    try:
        return ours.id, ours.normalise(name)
    except UsageError as cause:
        raise Unparsable(f"{where} is about a package that cannot be: {cause.message}", _HINT) from cause


@cache
def _named() -> Mapping[str, Ecosystem]:
    """Return OSV's name in lower case → the ecosystem."""
    return {ecosystem.osv.lower(): ecosystem for ecosystem in known_ecosystems().values()}


def _rows(entry: Object, ecosystem: str, name: str) -> Iterator[Affected]:
    """Yield what an entry says of versions; where it says nothing, or nothing that can be read, that is one row too."""
    unsaid = Affected(ecosystem, name, "versions")
    listed, ranges = entry.get("versions"), entry.get("ranges")
    is_said = False
    if listed is not None and listed != []:
        versions = _texts(listed)
        is_whole = isinstance(listed, list) and len(versions) == len(listed)
        yield Affected(ecosystem, name, "versions", versions=tuple(versions)) if is_whole else unsaid
        is_said = True
    last_known = text(mapping(entry.get("database_specific")).get("last_known_affected_version_range")) or ""
    for range_ in ranges if isinstance(ranges, list) else [ranges] if ranges is not None else []:
        kind = mapping(range_).get("type")
        if kind == "GIT":
            continue
        events = mapping(range_).get("events")
        spans = intervals(ecosystem, list(objects(events)), last_known) if _is_sound(kind, events) else []
        yield from (Affected(ecosystem, name, str(kind), *interval) for interval in spans) if spans else (unsaid,)
        is_said = True
    if not is_said:
        yield unsaid


def _is_sound(kind: object, events: object) -> bool:
    """Whether a range is of a kind that is compared here and all its events are texts."""
    if kind not in _KINDS or not isinstance(events, list) or len(events) > _MOST:
        return False
    return all(isinstance(event, dict) and all(map(_is_text, event.values())) for event in events)


def _is_text(value: object) -> bool:
    return isinstance(value, str) and clean(value) == value


def _texts(value: object) -> list[str]:
    if not isinstance(value, list) or len(value) > _MOST:
        return []
    return [string for item in value if (string := text(item)) is not None]


def _is_malicious(record: Object, identity: str, entries: list[Object]) -> bool:
    """Whether it says that a package was made to do harm, in any of the ways in which databases say so."""
    if any(identifier.startswith(_MALICIOUS_ID) for identifier in (identity, *_texts(record.get("aliases")))):
        return True
    said = mapping(record.get("database_specific"))
    weaknesses = set(_texts(said.get("cwe_ids")))
    for entry in entries:
        listed = mapping(entry.get("database_specific")).get("cwes")
        weaknesses |= {str(cwe.get("cweId")) for cwe in objects(listed)}
    return "malicious-packages-origins" in said or _EMBEDDED_MALICE in weaknesses


def _severity(record: Object) -> str | None:
    word = text(mapping(record.get("database_specific")).get("severity"))
    scores = (text(entry.get("score")) for entry in objects(record.get("severity")))
    severity = word or next(filter(None, scores), None)
    return severity[:_LONGEST_SUMMARY] if severity else None


def _summary(record: Object) -> str | None:
    """Return the summary, or the first line of the details: some databases have nothing else."""
    lines = (text(record.get("summary")) or text(record.get("details")) or "").strip().splitlines()
    return lines[0][:_LONGEST_SUMMARY] if lines else None
