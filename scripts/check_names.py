"""Measure how well `confusability` tells name-confusion attacks from honest look-alikes.

    python scripts/check_names.py REAL.parquet BENIGN.parquet CONFUDB.parquet [--write data/names/weights.json] [--swap]

REAL has typosquat_pkg, legitimate_pkg, registry; BENIGN has package, target, ecosystem, is_false_positive; CONFUDB has
type, namespace, name, threat_type, legitimate_package. Only names of pypi and npm count. A name that the sources
disagree about is left out, and so are look-alikes that nobody found to be honest. Targets are dealt into two halves by
a hash, all of one npm scope together, and every name goes with its target. Weights and threshold are fitted on one
half; the other is reported. With --write the weights of that first half are kept; without, those kept are measured.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow.parquet as pq

from knownhands.ecosystems._known import known_ecosystems
from knownhands.harvest.names.confusability import TRAITS
from knownhands.harvest.names.forms import normalise, scope
from knownhands.harvest.names.nearest import Names

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

ECOSYSTEMS = {
    name: ecosystem.id for ecosystem in known_ecosystems().values() for name in (ecosystem.id, ecosystem.installer)
}
WANTED_RECALL = 0.62  # a little above the goal of .60, because the other half will differ
EVERYTHING = 10_000
PASSES = 3


@dataclass(frozen=True, slots=True)
class Example:
    """One name whose purpose somebody looked into.

    Attributes:
        source: which list.
        ecosystem, name, target: normalised.
        is_attack: what they found.
    """

    source: str
    ecosystem: str
    name: str
    target: str
    is_attack: bool

    @property
    def group(self) -> str:
        """What is never on both sides: the target, or its npm scope."""
        return f"{self.ecosystem}:{scope(self.target) or self.target or self.name}"

    @property
    def is_held_out(self) -> bool:
        """Whether it is in the half that is reported."""
        return hashlib.sha256(self.group.encode()).digest()[0] % 2 == 1

    @property
    def is_about_the_listed(self) -> bool:
        """Whether the target is on our list, so that a match with it was possible."""
        return (
            self.target in Names(self.ecosystem) or self.target in known_ecosystems()[self.ecosystem].names.built_in()
        )


def read(real: Path, benign: Path, confudb: Path) -> list[Example]:
    """Return one example per name that the lists agree about."""
    rows = [
        *(("real", row["registry"], row["typosquat_pkg"], row["legitimate_pkg"], True) for row in table(real)),
        *(
            ("benign", row["ecosystem"], row["package"], row["target"], False)
            for row in table(benign)
            if row["is_false_positive"] == "Yes"
        ),
        *(
            ("confudb", row["type"], full_name(row), row["legitimate_package"], row["threat_type"] != "false_positive")
            for row in table(confudb)
        ),
    ]
    examples: dict[tuple[str, str], list[Example]] = {}
    for source, registry, name, target, is_attack in rows:
        if registry in ECOSYSTEMS:
            ecosystem = ECOSYSTEMS[registry]
            normal = normalise(name, ecosystem)
            example = Example(source, ecosystem, normal, normalise(target or "", ecosystem), is_attack)
            examples.setdefault((ecosystem, normal), []).append(example)
    return [same[-1] for same in examples.values() if len({example.is_attack for example in same}) == 1]


def table(path: Path) -> Iterable[Mapping[str, Any]]:
    """Return a file's rows."""
    rows: list[dict[str, Any]] = pq.read_table(path).to_pylist()
    return rows


def full_name(row: Mapping[str, Any]) -> str:
    """Return an npm name with its scope."""
    return f"@{row['namespace'].lstrip('@')}/{row['name']}" if row["namespace"] else row["name"]


def fit(examples: Sequence[Example]) -> dict[str, float]:
    """Fit the weights: an attack's true target against what an honest name is most easily mistaken for.

    Which of an honest name's matches that is depends on the weights, so they are fitted a few times over.
    """
    pairs = [(example, rows(example)) for example in examples]
    weights = regress([(row, example.is_attack) for example, matches in pairs for row in matches])
    for _ in range(PASSES):
        weights = regress(
            [
                (row, example.is_attack)
                for example, matches in pairs
                for row in (
                    matches if example.is_attack else sorted(matches, key=lambda row: -float(row @ weights))[:1]
                )
            ]
        )
    return {trait: round(float(weight), 3) for trait, weight in zip(TRAITS, weights, strict=True)}


def regress(rows_and_labels: Sequence[tuple[Any, bool]]) -> Any:  # noqa: ANN401 - numpy's arrays
    """Return one weight per trait."""
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=1.0, max_iter=5000, fit_intercept=False)
    model.fit(np.array([row for row, _ in rows_and_labels]), [label for _, label in rows_and_labels])
    return model.coef_[0]


def rows(example: Example) -> list[Any]:
    """Return the traits of a name's matches; of an attack only those of its true target."""
    every = Names(example.ecosystem, dict.fromkeys(TRAITS, 1.0)).matches(example.name, EVERYTHING)
    kept = [match for match in every if not example.is_attack or match.target == example.target]
    return [np.array([match.parts.get(trait, 0.0) for trait in TRAITS]) for match in kept]


def threshold(scores: Sequence[float], labels: Sequence[bool]) -> float:
    """Return the bar with the best precision among those that reach the wanted recall."""
    bars = [bar for bar in sorted(set(scores)) if rates(scores, labels, bar)[1] >= WANTED_RECALL]
    return max(bars, key=lambda bar: rates(scores, labels, bar)[0])


def confusabilities(examples: Sequence[Example], weights: Mapping[str, float] | None) -> list[float]:
    """Return the confusability of each name; 0 where it resembles nothing."""
    nearest = [Names(example.ecosystem, weights).nearest(example.name) for example in examples]
    return [match.confusability if match else 0.0 for match in nearest]


def rates(scores: Sequence[float], labels: Sequence[bool], bar: float) -> tuple[float, float]:
    """Return precision and recall at a bar."""
    return weighted_rates(scores, labels, [1.0] * len(labels), bar)


def weighted_rates(
    scores: Sequence[float], labels: Sequence[bool], weights: Sequence[float], bar: float
) -> tuple[float, float]:
    """Return precision and recall at a bar where some names count for less."""
    rows = list(zip(scores, labels, weights, strict=True))
    hit = sum(weight for score, label, weight in rows if label and score >= bar)
    flagged = sum(weight for score, _, weight in rows if score >= bar)
    attacks = sum(weight for _, label, weight in rows if label)
    return hit / (flagged or 1.0), hit / (attacks or 1.0)


def slices(examples: Sequence[Example]) -> Iterator[tuple[str, list[float]]]:
    """Yield what is reported: a title and how much each example counts."""
    sizes = Counter((example.group, example.is_attack) for example in examples)
    yield "all", [1.0 for _ in examples]
    yield "one vote per target", [1 / sizes[example.group, example.is_attack] for example in examples]
    yield "target on our list", [float(example.is_about_the_listed) for example in examples]
    yield "target without scope", [float(not scope(example.target)) for example in examples]
    yield "ConfuDB alone", [float(example.source == "confudb") for example in examples]
    for ecosystem in sorted(set(ECOSYSTEMS.values())):
        yield ecosystem, [float(example.ecosystem == ecosystem) for example in examples]


def report(examples: Sequence[Example], weights: Mapping[str, float] | None, bar: float) -> None:
    """Print one row per slice, then what became of the attacks."""
    nearest = [Names(example.ecosystem, weights).nearest(example.name) for example in examples]
    scores = confusabilities(examples, weights)
    labels = [example.is_attack for example in examples]
    print(
        "\n| names | attacks | honest | share of attacks | precision | recall |\n| --- | --- | --- | --- | --- | --- |"
    )
    for title, counts in slices(examples):
        attacks = sum(count for count, label in zip(counts, labels, strict=True) if label)
        honest = sum(counts) - attacks
        precision, recall = weighted_rates(scores, labels, counts, bar)
        share = attacks / sum(counts)
        print(f"| {title} | {attacks:.0f} | {honest:.0f} | {share:.2f} | {precision:.2f} | {recall:.2f} |")
    known = [(example, match) for example, match in zip(examples, nearest, strict=True) if example.is_attack]
    flagged = [(example, match) for example, match in known if match and match.confusability >= bar]
    print(f"\nattacks that resemble nothing listed: {sum(match is None for _, match in known)} of {len(known)}")
    print(
        f"flagged for the very target: {sum(example.target == match.target for example, match in flagged)} of {len(flagged)}"
    )
    cleared = [example for example in examples if example.name in Names(example.ecosystem)]
    print(f"on the list themselves: {sum(example.is_attack for example in cleared)} attacks, {len(cleared)} in all")


def main() -> None:
    """Fit or load, and report."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("real", type=Path)
    parser.add_argument("benign", type=Path)
    parser.add_argument("confudb", type=Path)
    parser.add_argument("--write", type=Path, help="fit the weights, and keep them here")
    parser.add_argument("--swap", action="store_true", help="fit on the half that is reported otherwise")
    options = parser.parse_args()
    examples = read(options.real, options.benign, options.confudb)
    first = [example for example in examples if example.is_held_out == options.swap]
    second = [example for example in examples if example.is_held_out != options.swap]
    weights = fit(first) if options.write else None
    if weights:
        options.write.write_text(json.dumps(weights, indent=1) + "\n")
    listed = [example for example in first if example.is_about_the_listed]
    for purpose, chosen in (("all", first), ("names like those on our list", listed)):
        bar = threshold(confusabilities(chosen, weights), [example.is_attack for example in chosen])
        for title, half in (("fitted", first), ("held out", second)):
            print(f"\n{title}, bar {bar} for {purpose}:")
            report(half, weights, bar)


if __name__ == "__main__":
    main()
