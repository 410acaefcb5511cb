"""Write the package model's card."""

from __future__ import annotations

from importlib import resources
from string import Template
from typing import TYPE_CHECKING, Any, NamedTuple

from knownhands.learn.package.baselines import BASELINES
from knownhands.learn.package.guarddog import THRESHOLDS
from knownhands.learn.tables import markdown, percent, thousandths

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_TITLES = {one.id: one.title for one in BASELINES} | {
    "head_hard": "head that sees only hard-to-fake evidence",
    "head_all": "head that sees all evidence",
    "model": "**the model: the higher of the two heads**",
}


_GUARDDOG = Template("""\
GuardDog's code rules ran over the same files, in memory: no malicious archive is ever written to a disk here. Of what it
does to a local archive nothing is missing but its refusal of some oddly packed ones; where it was compared with its command
line, on honest wheels and sdists, every score and every finding was the same. Its metadata rules are left out, because they
ask a registry about packages that were taken down. $packages packages have a score; $without have none, because it failed or
was not asked, and count on neither side. Its recall would be higher had archives that do the very same things been kept:
its rules catch best what is copied most. With its own labels:

$table""")


class _Goal(NamedTuple):
    """A number that was asked for before anything was measured."""

    what: str
    asked: float
    path: tuple[str, ...]
    is_least: bool = True


_GOALS = (
    _Goal("recall at 1 % false alarms", 0.80, ("scores", "model", "recall_fpr_1")),
    _Goal("the same, padded", 0.65, ("attacks", "padded with an honest package's files", "recall_fpr_1")),
    _Goal("the same, more than two programs", 0.70, ("slices", "more_than_two_programs", "recall_fpr_1")),
    _Goal("ordinary packages at `review` or worse", 0.01, ("bands", "review", "false_alarms"), is_least=False),
    _Goal("ordinary packages tested with", 500, ("data", "test", "ordinary")),
)


def write_card(metrics: Mapping[str, Any], model_id: str, folder: Path) -> None:
    """Write card.md.

    Args:
        metrics: from `evaluate` and `evaluate_recipe`.
        model_id: the model's id.
        folder: the model's folder.
    """
    separated = metrics["source_auc"]
    text = Template(resources.files(__package__).joinpath("card.md.in").read_text()).substitute(
        id=model_id,
        data=_data(metrics["data"]),
        ordinary=f"{metrics['data']['test']['ordinary']:,}",
        learned_ordinary=f"{metrics['data']['train']['ordinary']:,}",
        goals=_goals(metrics),
        table=_table(metrics),
        guarddog=_guarddog(metrics.get("guarddog")),
        bands=_bands(metrics["bands"]),
        sources=_sources(metrics["sources"]),
        slices=_slices(metrics["slices"]),
        attacks=_attacks(metrics["attacks"]),
        not_hardened=_attacks(metrics["not_hardened"]["attacks"]),
        missing=_missing(metrics["missing"]),
        source_auc=thousandths(separated["auc"]),
        trees=separated.get("trees", 0),
        sdists=separated.get("sdists", 0),
        lives_on=", ".join(f"`{name}`" for name in separated["lives_on"]),
        transfer=_transfer({"learned from no npm": metrics["transfer_without_npm"], "the model": metrics["transfer"]}),
        npm=_sources(
            {"npm, never learned from": metrics["without_npm"].get("npm")} if metrics["without_npm"].get("npm") else {}
        ),
    )
    (folder / "card.md").write_text(text)


def _data(parts: Mapping[str, Mapping[str, int]]) -> str:
    names = list(dict.fromkeys(name for part in parts.values() for name in part))
    rows = [(part, *(f"{counts.get(name, 0):,}" for name in names)) for part, counts in parts.items()]
    return markdown(("part", *names), rows)


def _goals(metrics: Mapping[str, Any]) -> str:
    rows = []
    for goal in _GOALS:
        value: Any = metrics
        for step in goal.path:
            value = value[step]
        is_reached = value is not None and (value >= goal.asked if goal.is_least else value <= goal.asked)
        asked = f"at {'least' if goal.is_least else 'most'} {goal.asked:g}"
        rows.append(
            (goal.what, asked, "?" if value is None else f"{value:g}", "reached" if is_reached else "**missed**")
        )
    return markdown(("goal", "asked", "measured", ""), rows)


def _table(metrics: Mapping[str, Any]) -> str:
    named = {_TITLES[name]: one for name, one in metrics["scores"].items()}
    named["the model, against ordinary Python packages alone"] = metrics["pypi"]
    named["the recipe without attacked copies"] = metrics["not_hardened"]
    named["random split: what a wrong protocol would have claimed"] = metrics["random_split"]
    rows = [
        (
            title, thousandths(one["recall_fpr_1"]), " … ".join(map(thousandths, one["recall_fpr_1_interval"])), thousandths(one["recall_fpr_3"]),
            thousandths(one["auc"]), percent(one["precision_at_prevalence"]),
        )
        for title, one in named.items()
    ]  # fmt: skip
    return markdown(("score", "recall at 1 %", "90 % interval", "recall at 3 %", "AUC", "precision"), rows)


def _guarddog(measured: Mapping[str, Any] | None) -> str:
    if measured is None:
        return "GuardDog is not in the table: these examples were built without its scores."
    labels = {name: measured[name] for name in THRESHOLDS}
    attacks = list(measured["suspicious"]["attacked"])
    rows = [
        (
            f"{name.replace('_', ' ')}, from {THRESHOLDS[name]:g} on",
            *map(percent, (one["caught"], one["false_alarms"], *one["attacked"].values())),
        )
        for name, one in labels.items()
    ]
    head = ("GuardDog's label", "malicious caught", "ordinary called so", *(f"caught, {name}" for name in attacks))
    return _GUARDDOG.substitute(
        packages=f"{measured['packages']:,}", without=f"{measured['without']:,}", table=markdown(head, rows)
    )


def _bands(bands: Mapping[str, Any]) -> str:
    rows = [
        (
            f"{name.replace('_', '-')} or worse", percent(one["caught"]), _both(one["caught_interval"]), percent(one["false_alarms"]),
            _both(one["false_alarms_interval"]), one["false_alarms_count"], percent(one["precision_at_prevalence"]),
        )
        for name, one in bands.items()
    ]  # fmt: skip
    head = (
        "band",
        "malicious caught",
        "90 % interval",
        "ordinary called so",
        "90 % interval",
        "how many",
        "precision at 0.1 %",
    )
    return markdown(head, rows)


def _sources(sources: Mapping[str, Any]) -> str:
    rows = [
        (name, f"{one['ordinary']:,}", percent(one["review"]), percent(one["high_risk"]))
        for name, one in sources.items()
    ]
    return markdown(("ordinary packages", "how many", "called review or worse", "called high-risk"), rows)


def _slices(slices: Mapping[str, Any]) -> str:
    rows = [
        (
            name.replace("_", " "), one["malicious"], thousandths(one["recall_fpr_1"]), thousandths(one["caught_review"]), one["ordinary"],
            percent(one["false_alarms_review"]),
        )
        for name, one in slices.items()
    ]  # fmt: skip
    head = ("slice", "malicious", "recall at 1 %", "called review or worse", "ordinary", "called review or worse")
    return markdown(head, rows)


def _attacks(attacks: Mapping[str, Any]) -> str:
    rows = [
        (
            name,
            one["archives"],
            thousandths(one["recall_fpr_1"]),
            thousandths(one["caught_review"]),
            thousandths(one["caught_high_risk"]),
        )
        for name, one in attacks.items()
    ]
    return markdown(("attack", "archives", "recall at 1 %", "review or worse", "high-risk"), rows)


def _missing(missing: Mapping[str, Any]) -> str:
    rows = [
        (name, thousandths(one["recall_fpr_1"]), percent(one["review_caught"]), percent(one["review_false_alarms"]))
        for name, one in missing.items()
    ]
    head = ("missing", "recall at 1 %", "malicious at review or worse", "ordinary at review or worse")
    return markdown(head, rows)


def _transfer(measured: Mapping[str, Any]) -> str:
    rows = [
        (
            name,
            one["archives"],
            one["campaigns"],
            thousandths(one["recall"]),
            thousandths(one["recall_npm"]),
            percent(one["review"]),
        )
        for name, one in measured.items()
        if one["archives"]
    ]
    head = (
        "which",
        "malicious npm archives",
        "campaigns",
        "recall at 1 %",
        "at 1 % of npm alone",
        "at review or worse",
    )
    return markdown(head, rows) if rows else "There were no such archives in the data."


def _both(pair: list[float | None]) -> str:
    return " … ".join(map(percent, pair))
