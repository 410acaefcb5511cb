"""Write a model's card: what it is, how good it is beside simpler things, where it fails."""

from __future__ import annotations

from importlib import resources
from string import Template
from typing import TYPE_CHECKING, Any, NamedTuple

from knownhands.learn.baselines import BASELINES
from knownhands.learn.split import TEST_DAY
from knownhands.learn.tables import markdown, percent, thousandths

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_TITLES = {one.id: one.title for one in BASELINES} | {
    "head_hard": "head that sees only hard-to-fake evidence",
    "head_all": "head that sees all evidence",
    "model": "**the model: the higher of the two heads**",
}


class _Goal(NamedTuple):
    """A number that was asked for before anything was measured; the measured one has to be at least that."""

    what: str
    asked: float
    path: tuple[str | int, ...]
    form: str = ".3f"


_GOALS = (
    _Goal("projects with 30 or more test positives", 12, ("time", "model", "projects"), "d"),
    _Goal("mean AUC", 0.72, ("time", "model", "auc")),
    _Goal("mean AUC above LApredict", 0.06, ("time", "model", "auc_above_lapredict")),
    _Goal("its lower bound", 0.02, ("time", "model", "auc_above_lapredict_interval", 0)),
    _Goal("worst project against LApredict", -0.03, ("time", "model", "auc_worst_against_lapredict")),
    _Goal("unseen projects above LApredict", 0.05, ("unseen_projects", "model", "auc_above_lapredict")),
    _Goal("reverts alone: AUC", 0.66, ("revert", "model", "auc")),
    _Goal("reverts alone above LApredict", 0.12, ("revert", "model", "auc_above_lapredict")),
    _Goal("lift of the riskiest 5 %", 4, ("time", "model", "lift_5"), ".2f"),
    _Goal("Brier skill over all changes", 0, ("calibration", "brier_skill"), ".4f"),
    _Goal("Brier skill within projects", 0, ("calibration", "brier_skill_in_projects"), ".4f"),
)


def write_card(metrics: Mapping[str, Any], model_id: str, folder: Path) -> None:
    """Write card.md and reliability.svg.

    Args:
        metrics: from `evaluate`.
        model_id: the model's id.
        folder: the model's folder.
    """
    template = Template(resources.files(__package__).joinpath("card.md.in").read_text())
    text = template.substitute(
        id=model_id,
        test_day=_date(TEST_DAY),
        data=_data(metrics["data"]),
        goals=_goals(metrics),
        table=_table(metrics["time"]),
        splits=_splits(metrics),
        kinds=_kinds(metrics),
        projects=_projects(metrics["per_project"]),
        calibration=_calibration(metrics["calibration"]),
        alarms=_alarms(metrics),
        attacked=_attacked(metrics["attacked"]),
    )
    (folder / "card.md").write_text(text)
    _plot(metrics["calibration"], folder / "reliability.svg")


def _data(data: Mapping[str, Any]) -> str:
    rows = [
        (
            name,
            f"{part['changes']:,}",
            f"{part['stand_for']:,}",
            f"{part['regretted']:,}",
            f"{part['regretted'] / max(part['stand_for'], 1):.2%}",
            part["projects"],
        )
        for name, part in data.items()
        if isinstance(part, dict)
    ]
    return markdown(("part", "changes", "stand for", "regretted", "prevalence", "projects"), rows)


def _goals(metrics: Mapping[str, Any]) -> str:
    rows = []
    for goal in _GOALS:
        value: Any = metrics
        for step in goal.path:
            value = value[step]
        shown = "unknown" if value is None else format(value, goal.form)
        verdict = "reached" if value is not None and value >= goal.asked else "**missed**"
        rows.append((goal.what, f"at least {goal.asked:g}", shown, verdict))
    return markdown(("goal", "asked", "measured", ""), rows)


def _table(scores: Mapping[str, Any]) -> str:
    head = (
        "score",
        "AUC",
        "90 % interval",
        "above LApredict",
        "AP",
        "lift 5 %",
        "recall 20 %",
        "recall at 1 % FPR",
        "recall at 0.1 % FPR",
        "precision at 1 % FPR",
        "recall at 20 % effort",
        "Popt",
    )
    rows = [
        (
            _TITLES[name], thousandths(one["auc"]), _interval(one["auc_interval"]),
            f"{thousandths(one['auc_above_lapredict'])} ({_interval(one['auc_above_lapredict_interval'])})",
            thousandths(one["average_precision"]), _2(one["lift_5"]), thousandths(one["recall_20"]), thousandths(one["recall_fpr_1"]),
            thousandths(one["recall_fpr_01"]), thousandths(one["precision_fpr_1"]), thousandths(one["recall_effort_20"]), thousandths(one["popt"]),
        )
        for name, one in scores.items()
    ]  # fmt: skip
    return markdown(head, rows)


def _splits(metrics: Mapping[str, Any]) -> str:
    rows = [
        ("time, a year's gap (the numbers above)", metrics["time"]["model"]),
        ("time, 90 days' gap", metrics["gap_90"]["model"]),
        ("time, no gap", metrics["gap_0"]["model"]),
        ("projects never seen in training", metrics["unseen_projects"]["model"]),
        ("the same, head that sees all evidence", metrics["unseen_projects"]["head_all"]),
        ("random split: what a wrong protocol would have claimed", metrics["random_split"]["model"]),
        ("random split, LApredict", metrics["random_split"]["lapredict"]),
    ]
    shown = [
        (
            name,
            one["projects"],
            thousandths(one["auc"]),
            _interval(one["auc_interval"]),
            f"{thousandths(one['auc_above_lapredict'])} ({_interval(one['auc_above_lapredict_interval'])})",
            _2(one["lift_5"]),
        )
        for name, one in rows
    ]
    return markdown(("split", "projects", "AUC", "90 % interval", "above LApredict", "lift 5 %"), shown)


def _kinds(metrics: Mapping[str, Any]) -> str:
    rows = [
        (
            kind,
            _TITLES[name],
            one["projects"],
            thousandths(one["auc"]),
            f"{thousandths(one['auc_above_lapredict'])} ({_interval(one['auc_above_lapredict_interval'])})",
            _2(one["lift_5"]),
        )
        for kind, title in (("reverted", "revert"), ("named as a cause", "blame"))
        for name, one in metrics[title].items()
    ]
    return markdown(("outcome", "score", "projects", "AUC", "above LApredict", "lift 5 %"), rows)


def _projects(projects: Mapping[str, Any]) -> str:
    rows = [
        (
            name,
            f"{one['changes']:,}",
            one["regretted"],
            thousandths(one["lapredict"]),
            thousandths(one["head_all"]),
            thousandths(one["model"]),
        )
        for name, one in projects.items()
    ]
    return markdown(("project", "test changes", "regretted", "LApredict", "head with all evidence", "model"), rows)


def _calibration(one: Mapping[str, Any]) -> str:
    rows = [
        (
            "prevalence in the calibration year / in the test period",
            f"{one['prevalence_calibrated_on']:.4f} / {one['prevalence']:.4f}",
        ),
        ("Brier score, and of the constant prevalence", f"{one['brier']:.5f} / {one['brier_constant']:.5f}"),
        ("Brier skill over all changes", f"{one['brier_skill']:.4f}"),
        ("Brier skill within projects, mean", thousandths(one["brier_skill_in_projects"])),
        (
            "the same against each project's own test prevalence",
            thousandths(one["brier_skill_in_projects_against_their_own_rate"]),
        ),
        ("expected calibration error, 15 bins of equal mass", f"{one['ece']:.4f}"),
    ]
    return markdown(("", ""), rows)


def _alarms(metrics: Mapping[str, Any]) -> str:
    rows = [
        (
            who, f"{one['changes']:,}", one["regretted"], percent(one["review_false_alarms"]), percent(one["high_risk_false_alarms"]),
            percent(one["review_caught"]), percent(one["high_risk_caught"]), percent(one["trusted_share"]),
            percent(one["trusted_regret_rate"]), percent(one["ordinary_regret_rate"]),
        )
        for who, one in (("everyone", metrics["alarms"]), ("newcomers (≤ 5 commits)", metrics["newcomers"]["newcomers"]), ("others", metrics["newcomers"]["others"]))
    ]  # fmt: skip
    head = (
        "who",
        "changes",
        "regretted",
        "false alarms, review",
        "false alarms, high-risk",
        "caught, review",
        "caught, high-risk",
        "called trusted",
        "regretted among trusted",
        "regretted among all",
    )
    return markdown(head, rows)


def _attacked(one: Mapping[str, Any]) -> str:
    rows = [
        (
            "recall at 5 % false alarms",
            thousandths(one["recall_at_5_percent"]),
            thousandths(one["recall_at_5_percent_attacked"]),
        ),
        ("AUC", thousandths(one["auc"]), thousandths(one["auc_attacked"])),
        ("AUC if there were no second head", "", thousandths(one["auc_attacked_without_hard_head"])),
    ]
    return markdown(("", "as it was", "every free and cheap feature at the ordinary median"), rows)


def _plot(one: Mapping[str, Any], path: Path) -> None:
    """Draw promised against observed; the file is the same every time."""
    import matplotlib as mpl

    mpl.use("svg")
    mpl.rcParams["svg.hashsalt"] = "knownhands"
    from matplotlib import pyplot as plt

    figure, axes = plt.subplots(figsize=(5, 5), layout="constrained")
    top = 1.1 * max([*one["promised"], *one["observed"], 0.01])
    axes.plot([0, top], [0, top], color="grey", linewidth=1, label="perfect")
    axes.plot(one["promised"], one["observed"], marker="o", label="test period, 15 bins of equal mass")
    axes.set(xlabel="promised probability of regret", ylabel="share that was regretted", xlim=(0, top), ylim=(0, top))
    axes.legend()
    figure.savefig(path, metadata={"Date": None})
    plt.close(figure)


def _2(value: float | None) -> str:
    return "?" if value is None else f"{value:.2f}"


def _interval(pair: list[float | None]) -> str:
    return f"{thousandths(pair[0])} … {thousandths(pair[1])}"


def _date(day: int) -> str:
    from datetime import date, timedelta

    return (date(1970, 1, 1) + timedelta(days=day)).isoformat()
