"""Write a model's card: what it is, how good it is beside simpler things, where it fails."""

from __future__ import annotations

from importlib import resources
from string import Template
from typing import TYPE_CHECKING, Any

from knownhands.learn.baselines import BASELINES
from knownhands.learn.split import TEST_DAY

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_TITLES = {one.id: one.title for one in BASELINES} | {
    "head_hard": "head that sees only hard-to-fake evidence",
    "head_all": "head that sees all evidence",
    "model": "**the model: the higher of the two heads**",
}
_GOALS = (
    ("projects with 30 or more test positives", "≥ 12", lambda m: m["time"]["model"]["projects"], lambda v: v >= 12, "d"),
    ("mean AUC", "≥ .72", lambda m: m["time"]["model"]["auc"], lambda v: v >= 0.72, ".3f"),
    ("mean AUC above LApredict", "≥ .06", lambda m: m["time"]["model"]["auc_above_lapredict"], lambda v: v >= 0.06, ".3f"),
    ("its lower bound", "> .02", lambda m: m["time"]["model"]["auc_above_lapredict_interval"][0], lambda v: v > 0.02, ".3f"),
    ("worst project against LApredict", "≥ −.03", lambda m: m["time"]["model"]["auc_worst_against_lapredict"], lambda v: v >= -0.03, ".3f"),
    ("unseen projects above LApredict", "≥ .05", lambda m: m["unseen_projects"]["model"]["auc_above_lapredict"], lambda v: v >= 0.05, ".3f"),
    ("reverts alone: AUC", "≥ .66", lambda m: m["revert"]["model"]["auc"], lambda v: v >= 0.66, ".3f"),
    ("reverts alone above LApredict", "≥ .12", lambda m: m["revert"]["model"]["auc_above_lapredict"], lambda v: v >= 0.12, ".3f"),
    ("lift of the riskiest 5 %", "≥ 4", lambda m: m["time"]["model"]["lift_5"], lambda v: v >= 4, ".2f"),
    ("Brier skill over all changes", "> 0", lambda m: m["calibration"]["brier_skill"], lambda v: v > 0, ".4f"),
    ("Brier skill within projects", "> 0", lambda m: m["calibration"]["brier_skill_in_projects"], lambda v: v > 0, ".4f"),
)  # fmt: skip


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
        (name, f"{part['changes']:,}", f"{part['regretted']:,}", f"{part['regretted'] / max(part['changes'], 1):.2%}", part["projects"])
        for name, part in data.items()
        if isinstance(part, dict)
    ]
    return _markdown(("part", "changes", "regretted", "prevalence", "projects"), rows)


def _goals(metrics: Mapping[str, Any]) -> str:
    rows = []
    for what, goal, read, reached, form in _GOALS:
        value = read(metrics)
        shown = "unknown" if value is None else format(value, form)
        rows.append((what, goal, shown, "reached" if value is not None and reached(value) else "**missed**"))
    return _markdown(("goal", "asked", "measured", ""), rows)


def _table(scores: Mapping[str, Any]) -> str:
    head = ("score", "AUC", "90 % interval", "above LApredict", "AP", "lift 5 %", "recall 20 %", "recall at 1 % FPR", "recall at 0.1 % FPR", "precision at 1 % FPR", "recall at 20 % effort", "Popt")
    rows = [
        (
            _TITLES[name], _3(one["auc"]), _interval(one["auc_interval"]),
            f"{_3(one['auc_above_lapredict'])} ({_interval(one['auc_above_lapredict_interval'])})",
            _3(one["average_precision"]), _2(one["lift_5"]), _3(one["recall_20"]), _3(one["recall_fpr_1"]),
            _3(one["recall_fpr_01"]), _3(one["precision_fpr_1"]), _3(one["recall_effort_20"]), _3(one["popt"]),
        )
        for name, one in scores.items()
    ]  # fmt: skip
    return _markdown(head, rows)


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
        (name, one["projects"], _3(one["auc"]), _interval(one["auc_interval"]), f"{_3(one['auc_above_lapredict'])} ({_interval(one['auc_above_lapredict_interval'])})", _2(one["lift_5"]))
        for name, one in rows
    ]
    return _markdown(("split", "projects", "AUC", "90 % interval", "above LApredict", "lift 5 %"), shown)


def _kinds(metrics: Mapping[str, Any]) -> str:
    rows = [
        (kind, _TITLES[name], one["projects"], _3(one["auc"]), f"{_3(one['auc_above_lapredict'])} ({_interval(one['auc_above_lapredict_interval'])})", _2(one["lift_5"]))
        for kind, title in (("reverted", "revert"), ("named as a cause", "blame"))
        for name, one in metrics[title].items()
    ]
    return _markdown(("outcome", "score", "projects", "AUC", "above LApredict", "lift 5 %"), rows)


def _projects(projects: Mapping[str, Any]) -> str:
    rows = [
        (name, f"{one['changes']:,}", one["regretted"], _3(one["lapredict"]), _3(one["head_all"]), _3(one["model"]))
        for name, one in projects.items()
    ]
    return _markdown(("project", "test changes", "regretted", "LApredict", "head with all evidence", "model"), rows)


def _calibration(one: Mapping[str, Any]) -> str:
    rows = [
        ("prevalence in the calibration year / in the test period", f"{one['prevalence_calibrated_on']:.4f} / {one['prevalence']:.4f}"),
        ("Brier score, and of the constant prevalence", f"{one['brier']:.5f} / {one['brier_constant']:.5f}"),
        ("Brier skill over all changes", f"{one['brier_skill']:.4f}"),
        ("Brier skill within projects, mean", _3(one["brier_skill_in_projects"])),
        ("the same against each project's own test prevalence", _3(one["brier_skill_in_projects_against_their_own_rate"])),
        ("expected calibration error, 15 bins of equal mass", f"{one['ece']:.4f}"),
    ]
    return _markdown(("", ""), rows)


def _alarms(metrics: Mapping[str, Any]) -> str:
    rows = [
        (
            who, f"{one['changes']:,}", one["regretted"], _percent(one["review_false_alarms"]), _percent(one["high_risk_false_alarms"]),
            _percent(one["review_caught"]), _percent(one["high_risk_caught"]), _percent(one["trusted_share"]),
            _percent(one["trusted_regret_rate"]), _percent(one["ordinary_regret_rate"]),
        )
        for who, one in (("everyone", metrics["alarms"]), ("newcomers (≤ 5 commits)", metrics["newcomers"]["newcomers"]), ("others", metrics["newcomers"]["others"]))
    ]  # fmt: skip
    head = ("who", "changes", "regretted", "false alarms, review", "false alarms, high-risk", "caught, review", "caught, high-risk", "called trusted", "regretted among trusted", "regretted among all")
    return _markdown(head, rows)


def _attacked(one: Mapping[str, Any]) -> str:
    rows = [
        ("recall at 5 % false alarms", _3(one["recall_at_5_percent"]), _3(one["recall_at_5_percent_attacked"])),
        ("AUC", _3(one["auc"]), _3(one["auc_attacked"])),
        ("AUC if there were no second head", "", _3(one["auc_attacked_without_hard_head"])),
    ]
    return _markdown(("", "as it was", "every free and cheap feature at the ordinary median"), rows)


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


def _markdown(head: tuple[str, ...], rows: Any) -> str:  # noqa: ANN401 - rows of anything printable
    lines = ["| " + " | ".join(head) + " |", "|" + " --- |" * len(head)]
    return "\n".join(lines + ["| " + " | ".join(str(cell) for cell in row) + " |" for row in rows])


def _3(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def _2(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"


def _percent(value: float | None) -> str:
    return "–" if value is None else f"{value:.2%}"


def _interval(pair: list[float | None]) -> str:
    return f"{_3(pair[0])} … {_3(pair[1])}"


def _date(day: int) -> str:
    from datetime import date, timedelta

    return (date(1970, 1, 1) + timedelta(days=day)).isoformat()
