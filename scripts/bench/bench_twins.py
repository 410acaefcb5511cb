"""What a stranger's malicious change scores beside its harmless twin, what tricks buy, and whether newcomers are left alone.

    python scripts/bench/bench_twins.py CLONE… [--cache FOLDER] [--model FOLDER]

The inert changes of tests/incidents are committed on top of each clone: in a copy that shares its objects, the clone itself is
only read. With a cache the contents of a clone's past are read once. Trust and band are those of the `attack` concern,
but for newcomers, who are asked about everything.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import subprocess
import sys
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "scripts")]

from _tricks import STRANGER, TRICKS, Project, describe, plain  # noqa: E402

from _commits import Commits  # noqa: E402 - found where the line above says
from incidents.harmless import NEWCOMERS  # noqa: E402
from incidents.pairs import PAIRS  # noqa: E402
from knownhands import Knownhands  # noqa: E402
from knownhands.assess.change import score_change  # noqa: E402
from knownhands.harvest.content.harvest import read_missing  # noqa: E402
from knownhands.learn.tables import markdown  # noqa: E402
from knownhands.scoring.judge import trust_of  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Sequence

    from knownhands.assess.change import History
    from knownhands.score import Score

    Rows = list[tuple[str, ...]]

ALARMS = ("review", "high-risk")
_TASK = "change_attack"
_REASONS = 4
_MATTERS = 0.05  # points, beyond rounding
_TWIN, _PLAIN, _BY_BUSIEST = "twin", "plain", "by the busiest author"


@dataclass(frozen=True)
class Answer:
    """What was said of one change.

    Attributes:
        band, trust: of the `attack` concern, or of the whole score.
        why: its gravest reasons.
        shown: what was seen in it, and where.
    """

    band: str
    trust: float
    why: str
    shown: frozenset[tuple[str, str]]

    @property
    def alarms(self) -> bool:
        """Whether it is worse than ordinary."""
        return self.band in ALARMS

    def __str__(self) -> str:
        """Print band and trust."""
        return f"{self.band} {self.trust:.0f}"


@dataclass
class Tried:
    """All that was tried on one clone: (the change's name, what was done to it) → the answer."""

    clone: str
    answers: dict[tuple[str, str], Answer] = field(default_factory=dict)


def main() -> None:
    """Try everything on each clone and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("clones", nargs="+", type=Path)
    parser.add_argument("--cache", type=Path)
    parser.add_argument("--model", help="a model's folder")
    arguments = parser.parse_args()
    cache = arguments.cache or Path(mkdtemp())
    hands = Knownhands(cache=cache, offline=True, model=arguments.model)
    tried = [try_on(hands, clone, cache / "tried") for clone in arguments.clones]
    print(f"### All clones\n\n{summary(tried)}\n\n{tricks_table(tried)}\n")
    for each in tried:
        print(f"### {each.clone.replace('+', '/')}\n\n{pairs_table(each)}\n\n{newcomers_table(each)}\n")
        if lifted := lifted_table(each):
            print(f"{lifted}\n")


def try_on(hands: Knownhands, clone: Path, folder: Path) -> Tried:
    """Commit everything on top of a copy of one clone, and score it."""
    name = clone.parent.name if clone.name == "repo" else clone.name
    copy = folder / f"{name}.git"
    shutil.rmtree(copy, ignore_errors=True)
    subprocess.run(["git", "clone", "-q", "--shared", "--bare", str(clone), str(copy)], check=True)
    ranges = _commit(copy, describe(copy))
    newcomers = {change.name for change in NEWCOMERS}
    tried = Tried(name)
    with hands._history(copy, is_patient=True) as history:  # noqa: SLF001 - one store for all of them
        names = {key: _reading(key, base, head) for key, (base, head) in ranges.items()}
        ends = {names[key]: f"{head} {base}" for key, (base, head) in ranges.items()}
        read_missing(history.connection, history.repository, ends)  # all at once, which is quicker
        alone = replace(history, models={_TASK: history.models[_TASK]})
        for key, (base, head) in ranges.items():
            is_newcomer = key[0] in newcomers
            score = score_change(history if is_newcomer else alone, f"{base}..{head}")
            tried.answers[key] = _answer(history, score, names[key], is_whole=is_newcomer)
    return tried


def _commit(copy: Path, project: Project) -> dict[tuple[str, str], tuple[str, str]]:
    """Commit everything: (name, what was done) → base and head."""
    commits = Commits(copy, project.at + 3600)
    marks: dict[tuple[str, str], tuple[str, str]] = {}
    for pair in PAIRS:
        base = commits.add(project.head, pair.base, "Begin", project.busiest)
        marks[pair.name, _TWIN] = base, commits.add(base, pair.twin, pair.message, STRANGER)
        for title, trick in {_PLAIN: plain, **TRICKS}.items():
            if head := trick(commits, project, pair, base):
                marks[pair.name, title] = base, head
    for change in NEWCOMERS:
        base = commits.add(project.head, change.base, "Begin", project.busiest)
        for title, person in ((_PLAIN, STRANGER), (_BY_BUSIEST, project.busiest)):
            marks[change.name, title] = base, commits.add(base, change.files, change.message, person)
    shas = commits.write()
    return {key: (shas[base], shas[head]) for key, (base, head) in marks.items()}


def _reading(key: tuple[str, str], base: str, head: str) -> str:
    """Name what is read, as scoring does: a commit by its own name."""
    return f"{base}..{head}" if key[1].startswith("split") else head


def _answer(history: History, score: Score, reading: str, *, is_whole: bool) -> Answer:
    attack = next(concern for concern in score.concerns if concern.id == "attack")
    reasons = [
        f"{reason.feature} {reason.points:.0f}"
        for concern in (score.concerns if is_whole else (attack,))
        for reason in sorted(concern.reasons, key=lambda reason: reason.points)[:_REASONS]
        if reason.points <= -1
    ]
    shown = history.connection.execute(
        "SELECT DISTINCT place, capability FROM change_observations WHERE change = $name", {"name": reading}
    ).fetchall()
    gaps = history.connection.execute(
        "SELECT path, why FROM change_unread WHERE change = $name", {"name": reading}
    ).fetchall()
    unread = [f"unread: {path} ({why})" for path, why in gaps]
    trust = (score.trust or 0) if is_whole else trust_of(attack)
    band = score.band if is_whole else attack.band
    return Answer(str(band), trust, "; ".join([*reasons, *unread]), frozenset(shown))


def pairs_table(tried: Tried) -> str:
    """Show every pair: whether the attack scores below its twin, both bands, and what tells them apart."""
    rows: Rows = []
    for pair in PAIRS:
        attack, twin = (tried.answers[pair.name, title] for title in (_PLAIN, _TWIN))
        only = ", ".join(sorted(f"{place}:{capability}" for place, capability in attack.shown - twin.shown))
        why = f"twin: {twin.why}" if twin.alarms else ""
        rows.append((pair.name, str(attack), str(twin), _yes(attack.trust < twin.trust), only, why or attack.why))
    return markdown(("pair", "attack", "twin", "ordered", "only the attack shows", "reasons"), rows)


def newcomers_table(tried: Tried) -> str:
    """Show every newcomer's change, beside the same by the busiest author."""
    rows: Rows = []
    for change in NEWCOMERS:
        own, busiest = (tried.answers[change.name, title] for title in (_PLAIN, _BY_BUSIEST))
        rows.append((change.name, str(own), str(busiest), own.why if own.band != "ordinary" else ""))
    return markdown(("change", "by a stranger", _BY_BUSIEST, "reasons"), rows)


def lifted_table(tried: Tried) -> str:
    """Show every alarm that a trick lifts; "" where none does."""
    rows: Rows = [
        (pair.name, title, str(before), str(after), before.why, after.why)
        for pair in PAIRS
        for title in TRICKS
        for before, after in [(tried.answers[pair.name, _PLAIN], tried.answers.get((pair.name, title)))]
        if after and before.alarms and not after.alarms
    ]
    return markdown(("attack", "trick", "before", "after", "reasons before", "reasons after"), rows) if rows else ""


def summary(tried: Sequence[Tried]) -> str:
    """Count in each clone, and over all, what was seen, what was left alone and what was ordered."""
    rows: Rows = []
    for name, group in (*((each.clone, [each]) for each in tried), ("all", tried)):
        pairs = [(t.answers[pair.name, _PLAIN], t.answers[pair.name, _TWIN]) for t in group for pair in PAIRS]
        quiet = [t.answers[change.name, _PLAIN].band == "ordinary" for t in group for change in NEWCOMERS]
        rows.append(
            (
                name,
                _of([attack.trust < twin.trust for attack, twin in pairs]),
                _of([attack.alarms for attack, _ in pairs]),
                _of([twin.band == "ordinary" for _, twin in pairs]),
                _of(quiet),
            )
        )
    return markdown(("clone", "ordered", "attacks that alarm", "twins ordinary", "newcomers ordinary"), rows)


def tricks_table(tried: Sequence[Tried]) -> str:
    """Show what each trick buys over all attacks and clones."""
    rows: Rows = []
    for title in TRICKS:
        both = [
            (each.answers[pair.name, _PLAIN], each.answers[pair.name, title])
            for each in tried
            for pair in PAIRS
            if (pair.name, title) in each.answers
        ]
        alarms = [(before, after) for before, after in both if before.alarms]
        gains = [after.trust - before.trust for before, after in both]
        best = max(both, key=lambda pair: pair[1].trust - pair[0].trust, default=None)
        rows.append(
            (
                title,
                str(len(both)),
                _of([not after.alarms for _, after in alarms]),
                f"{statistics.fmean(gains):+.1f}" if gains else "",
                f"{best[0]} → {best[1]}" if best else "",
                str(sum(gain > _MATTERS for gain in gains)),
            )
        )
    return markdown(("trick", "tried", "alarms lifted", "mean of trust gained", "most gained", "gained at all"), rows)


def _of(claims: Sequence[bool]) -> str:
    return f"{sum(claims)} of {len(claims)}"


def _yes(claim: bool) -> str:
    return "yes" if claim else "**no**"


if __name__ == "__main__":
    main()
