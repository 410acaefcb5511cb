"""How many commits of real attacks are noticed when a share of the project's own changes may be flagged, beside simpler rules.

    python scripts/bench/bench_attacks.py INCIDENTS.parquet… --clones FOLDER [--cache FOLDER] [--labels malicious …] \
      [--zizmor PROGRAM] [--outside OWNER/NAME …] [--brief]

INCIDENTS have the columns repo, commit, incident and label, and maybe ref; `FOLDER/OWNER+NAME/repo` is the clone of OWNER/NAME. Clones are only
read. Each commit is compared with up to 1,000 changes of the default branch before it, by every score alike. An attack is
one incident in one repository, and noticed where any of its commits is. What is named by `--outside` are repositories whose attack had its
payload elsewhere, in a package that a change adds or in a release alone. Intervals are Wilson's, at 95 %.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Any

import numpy as np
from _zizmor import complaints

from knownhands import Knownhands
from knownhands.assess import reference
from knownhands.assess.change import score_change
from knownhands.errors import KnownHandsError
from knownhands.features.assemble import matrix_of, measure_all
from knownhands.harvest.git.history import count_lines
from knownhands.harvest.git.target import read_target
from knownhands.learn.baselines import OUTLIERS, fit_rules
from knownhands.learn.tables import markdown
from knownhands.settings import WORKERS
from knownhands.store import history_subjects
from knownhands.store.history_subjects import CHANGE_ID

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from knownhands.assess.change import History

BUDGETS = (0.001, 0.005, 0.01, 0.02)
_COLUMNS = ("sensitive_paths", *OUTLIERS)
_Z = 1.96
_EVENTS = 4  # of a campaign that are named


@dataclass
class Tried:
    """One commit of an attack, by every score: the share of the project's own changes that look at least as risky."""

    repo: str
    commit: str
    incident: str
    shares: dict[str, float] = field(default_factory=dict)
    band: str = ""
    why: str = ""


def main() -> None:
    """Score the commits and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("incidents", nargs="+", type=Path)
    parser.add_argument("--clones", type=Path, required=True)
    parser.add_argument("--cache", type=Path)
    parser.add_argument("--labels", nargs="*", default=["malicious", "malicious_test", "protestware"])
    parser.add_argument("--model", help="a model's folder")
    parser.add_argument("--zizmor", default="", help="the program to compare with")
    parser.add_argument("--outside", nargs="*", default=[])
    parser.add_argument("--brief", action="store_true", help="name no repository and no commit")
    arguments = parser.parse_args()
    hands = Knownhands(cache=arguments.cache or Path(mkdtemp()), offline=True, model=arguments.model)
    rows = _rows(arguments.incidents, arguments.labels)
    tried = list(_try_all(hands, rows, arguments.clones, arguments.zizmor))
    print(campaigns_table(tried) if arguments.brief else commits_table(tried))
    print()
    print(recall_table(tried, frozenset(arguments.outside)))


def _rows(files: Sequence[Path], labels: Sequence[str]) -> list[dict[str, Any]]:
    import pyarrow.parquet as pq

    rows = [row for file in files for row in pq.read_table(file).to_pylist()]
    return [row for row in rows if not labels or row["label"] in labels]


def _try_all(hands: Knownhands, rows: Sequence[dict[str, Any]], clones: Path, zizmor: str) -> Iterator[Tried]:
    by_repo = defaultdict(list)
    for row in rows:
        by_repo[row["repo"]].append(row)
    for repo, own in by_repo.items():
        clone = clones / repo.replace("/", "+") / "repo"
        if not clone.exists():
            print(f"{repo} is not there.", file=sys.stderr)
            continue
        with hands._history(clone, is_patient=True) as history:  # noqa: SLF001 - one store for all commits of a repository
            for row in own:
                tried = Tried(repo, row["commit"], row["incident"])
                try:
                    _try(history, tried, zizmor)
                except KnownHandsError as error:
                    tried.band, tried.why = "not scored", error.message
                yield tried


def _try(history: History, tried: Tried, zizmor: str) -> None:
    revision = alone(history, tried.commit)
    score = score_change(history, revision)
    concern = next(concern for concern in score.concerns if concern.id == "attack")
    tried.shares["attack"] = 1.0 if concern.alarm_share is None else concern.alarm_share
    tried.band = str(score.band)
    told = [reason for reason in concern.reasons if reason.points < 0 and reason.evidence]
    tried.why = "; ".join(f"{r.evidence[0].ref}:{r.evidence[0].line or ''} {r.feature}" for r in told[:3])
    tried.shares |= simpler(history, revision, zizmor)


def alone(history: History, commit: str) -> str:
    """Name one commit by itself: not all that came since it left the default branch."""
    row = history.connection.execute("SELECT 1 FROM commits WHERE sha = $sha AND position IS NOT NULL", {"sha": commit})
    has_parent = history.repository.resolve(f"{commit}^")
    return commit if row.fetchone() or not has_parent else f"{commit}^..{commit}"


def simpler(history: History, revision: str, zizmor: str = "") -> dict[str, float]:
    """Return how rare a change looks by lines added, by the rules after Anomalicious, and to zizmor where that is there."""
    connection = history.connection
    read_target(connection, history.repository, revision)
    row = connection.execute("SELECT base FROM subjects").fetchone()
    before = reference.changes_before(connection, row[0] if row else 0)
    count_lines(connection, history.repository, before, workers=WORKERS)
    history_subjects.add_history(connection, before)
    measure_all(connection, "change", _COLUMNS)
    numbers, matrix = matrix_of(connection, _COLUMNS)
    is_own = numbers == CHANGE_ID
    columns = {name: matrix[:, at] for at, name in enumerate(_COLUMNS)}
    shares = {"zizmor": _by_zizmor(zizmor, history, revision, before)} if zizmor else {}
    if is_own.all():
        return {"lines added": 1.0, "rules": 1.0} | shares
    past = {name: values[~is_own] for name, values in columns.items()}
    rules = fit_rules(past, np.zeros(len(before), bool), np.ones(len(before)), 0)(columns)
    return {"lines added": _share(columns["lines_added"], is_own), "rules": _share(rules, is_own)} | shares


def _by_zizmor(zizmor: str, history: History, revision: str, before: Sequence[str]) -> float:
    base, _, head = revision.rpartition("..")
    own = f"{head} {history.repository.resolve(base)}" if base else head
    scores = dict(complaints(zizmor, history.repository, [*before, own]))
    mine = scores.pop(own)
    return (sum(score >= mine for score in scores.values()) + 1) / (len(scores) + 1)


def _share(values: np.ndarray, is_own: np.ndarray) -> float:
    own, others = np.nan_to_num(values[is_own][0]), np.nan_to_num(values[~is_own])
    return float((np.count_nonzero(others >= own) + 1) / (len(others) + 1))


def commits_table(tried: Sequence[Tried]) -> str:
    """Show every commit."""
    rows = [(t.repo, t.commit[:10], t.incident, t.band, f"{t.shares.get('attack', 1):.4f}", t.why) for t in tried]
    return markdown(("repository", "commit", "incident", "band", "share as risky", "shown by"), rows)


def campaigns_table(tried: Sequence[Tried]) -> str:
    """Show how the commits of each incident came out, and by what, over all of its repositories."""
    campaigns = defaultdict(list)
    for each in tried:
        campaigns[each.incident].append(each)
    rows = [
        (
            incident,
            str(len({each.repo for each in own})),
            str(len(own)),
            ", ".join(f"{band} {count}" for band, count in sorted(Counter(each.band for each in own).items())),
            ", ".join(f"{event} {count}" for event, count in Counter(chain(*map(_events, own))).most_common(_EVENTS)),
        )
        for incident, own in sorted(campaigns.items())
    ]
    return markdown(("incident", "repositories", "commits", "bands", "shown most often by"), rows)


def _events(tried: Tried) -> set[str]:
    return {reason.split()[-1] for reason in tried.why.split("; ") if reason} if tried.shares else set()


def recall_table(tried: Sequence[Tried], outside: Collection[str] = ()) -> str:
    """Show how many commits and attacks each score notices; those of `outside` have no payload in the clone."""
    attacks = defaultdict(list)
    for each in tried:
        attacks[each.repo, each.incident].append(each)
    rows = []
    kinds = {"attacks": list(attacks.values()), "commits": [[each] for each in tried]}
    if outside:
        inside = [group for (repo, _), group in attacks.items() if repo not in outside]
        kinds["attacks with a payload in the clone"] = inside
        kinds["commits of those"] = [[each] for group in inside for each in group]
    names = ["attack", *sorted({name for each in tried for name in each.shares} - {"attack"})]
    for title, groups in kinds.items():
        for name in names:
            best = [min(each.shares.get(name, 1.0) for each in group) for group in groups]
            rows.append((f"{title}, {name}", *(_recall(best, budget) for budget in BUDGETS)))
        rows.append((f"{title}, random", *(f"{budget:.1%}" for budget in BUDGETS)))
    return markdown(("noticed when so many may be flagged", *(f"{budget:.1%}" for budget in BUDGETS)), rows)


def _recall(shares: Sequence[float], budget: float) -> str:
    caught, n = sum(share <= budget for share in shares), len(shares)
    low, high = wilson(caught, n)
    return f"{caught} of {n} ({low:.0%} to {high:.0%})"


def wilson(caught: int, n: int) -> tuple[float, float]:
    """Return Wilson's interval of a share at 95 %.

    >>> tuple(round(end, 2) for end in wilson(9, 13))
    (0.42, 0.87)
    """
    if not n:
        return 0.0, 1.0
    share, squared = caught / n, _Z**2
    middle = (share + squared / (2 * n)) / (1 + squared / n)
    half = _Z * np.sqrt(share * (1 - share) / n + squared / (4 * n**2)) / (1 + squared / n)
    return float(max(0, middle - half)), float(min(1, middle + half))


if __name__ == "__main__":
    main()
