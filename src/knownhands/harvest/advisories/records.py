"""One record per advisory, and one per set of versions that it is about."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Affected:
    """A row of `advisory_ranges`, without the advisory's id; the fields are its other columns, in order."""

    ecosystem: str
    name: str
    kind: str
    introduced: str | None = None
    fixed: str | None = None
    last_affected: str | None = None
    versions: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Advisory:
    """A row of `advisories` without its source, and the rows of `advisory_ranges` that belong to it.

    Attributes:
        affected: only about ecosystems that are read here.
        elsewhere: the other ecosystems that it is about, as the source spells them.
    """

    id: str
    aliases: tuple[str, ...]
    modified_at: int | None
    published_at: int | None
    withdrawn_at: int | None
    is_malicious: bool
    severity: str | None
    summary: str | None
    affected: tuple[Affected, ...]
    elsewhere: tuple[str, ...] = ()
