"""What the formats share about a dependency file: one row for each package, and the roll-up of the file."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from knownhands.records import Answer, Band, Severity
from knownhands.report import _format as shared

if TYPE_CHECKING:
    from collections.abc import Sequence

    from knownhands.inventory import Entry, Inventory
    from knownhands.records import Score

TITLES = ("trust", "band", "package", "why", "how it comes in")
MOST_NAMED = 20
"""Lines of what could not be read; chosen by eye, the JSON has them all."""
_BANDS = (Band.HIGH_RISK, Band.REVIEW, Band.ORDINARY, Band.TRUSTED, Band.UNKNOWN)
_LONGEST_REASON = 200
_LONGEST_WAY = 6  # steps that are named; of longer paths the middle is left out


def row(entry: Entry) -> tuple[str, str, str, str, str]:
    """Summarise an entry in as many words as there are titles."""
    trust, band, *_ = shared.row(entry.score)
    return trust, band, shared.short(entry.score.subject.id), why(entry.score), way(entry)


def why(score: Score) -> str:
    """Say in a few words what stands out: the checks whose yes is severe, else what lowers the trust most."""
    severe = [one for one in shared.notable(score) if one.answer is Answer.YES and one.severity is Severity.HIGH]
    if severe:
        return "; ".join(shared.clean(one.check).replace("_", " ") for one in severe)
    if score.trust is None:
        return shared.top_sentence(score)
    heaviest = min(
        (one for one in score.reasons if one.cost_to_fake is not None), key=lambda one: one.points, default=None
    )
    return shared.clean(heaviest.sentence) if heaviest and heaviest.points < 0 else "nothing lowers it much"


def way(entry: Entry) -> str:
    """Say how a package comes in."""
    if entry.is_direct:
        return "direct"
    if not entry.path:
        return "not said" if entry.is_direct is None else "nobody asks for it"
    names = [*entry.path, _name(entry.score.subject.id)]
    if len(names) > _LONGEST_WAY:
        names = [*names[:2], "…", *names[-2:]]
    return " → ".join(map(shared.clean, names))


def weakest(inventory: Inventory) -> Entry | None:
    """Return the riskiest entry of which something is known; None where nothing is known of any."""
    return next((entry for entry in inventory.entries if _is_known(entry.score)), None)


def roll_up(inventory: Inventory) -> list[str]:
    """Sum a file up in a few lines, without what could not be read."""
    bands = [Band.UNKNOWN if entry.score.trust is None else entry.score.band for entry in inventory.entries]
    counts = ", ".join(f"{bands.count(band)} {band}" for band in _BANDS if band in bands)
    packages = "1 package" if len(bands) == 1 else f"{len(bands)} packages"
    lines = [f"{shared.short(inventory.path)}: {packages}{': ' if counts else ''}{counts}"]
    entry = weakest(inventory)
    if entry:
        trust, band, name, sentence, way_in = row(entry)
        of = "" if entry.score.trust is None else " of 100"
        lines.append(f"weakest link: {name}, trust {trust}{of}, {band} ({sentence}); comes in: {way_in}")
    elif bands:
        lines.append("weakest link: unknown, for nothing is known of any package")
    return lines


def unread(inventory: Inventory) -> list[str]:
    """Name everything that could not be read, or that the file leaves open."""
    odd = [entry for entry in inventory.entries if entry.gap or entry.score.trust is None]
    return [
        *(f"{shared.clean(gap.id)}: {shared.clean(gap.why)}" for gap in inventory.gaps),
        *(f"{shared.short(entry.score.subject.id)}: {_cut(_reason(entry))}" for entry in odd),
    ]


def folded(lines: Sequence[str]) -> list[str]:
    """Cut a long list short, and say by how much."""
    if len(lines) <= MOST_NAMED:
        return list(lines)
    return [*lines[:MOST_NAMED], f"and {len(lines) - MOST_NAMED} more; the JSON names them all"]


def unread_title(inventory: Inventory) -> str:
    """Count what could not be read."""
    return f"could not be read, or is left open: {len(unread(inventory)) or 'nothing'}"


def _is_known(score: Score) -> bool:
    return score.trust is not None or any(finding.answer is Answer.YES for finding in score.findings)


def _cut(text: str) -> str:
    return textwrap.shorten(text, _LONGEST_REASON, placeholder="…")


def _reason(entry: Entry) -> str:
    if entry.score.trust is not None:
        return f"{shared.clean(entry.gap)}; scored at the registry's latest version"
    why = shared.clean(entry.score.unknown[0].why) if entry.score.unknown else "no verdict"
    return why if why.startswith(shared.clean(entry.gap)) else f"{shared.clean(entry.gap)}; {why}"


def _name(purl: str) -> str:
    return purl.partition("/")[2].rpartition("@")[0].replace("%40", "@") or purl
