"""Write the figures of README.md from the metrics of the models that ship, and say whether they are stale.

A block stands between two comments, `<!-- figures: change_defect -->` and `<!-- /figures -->`; its numbers are those that the
last training measured, in models/<id>/metrics.json.

    python scripts/figures.py           # writes
    python scripts/figures.py --check   # exit 1 when README says something else
"""

from __future__ import annotations

import argparse
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from knownhands.learn.saved import models
from knownhands.learn.tables import markdown

if TYPE_CHECKING:
    from collections.abc import Mapping

ROOT = Path(__file__).parents[1]
_BLOCK = re.compile(r"(<!-- figures: (?P<task>\w+) -->\n).*?(<!-- /figures -->)", re.DOTALL)


def main() -> int:
    """Write or check."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--check", action="store_true")
    page = ROOT / "README.md"
    before = page.read_text("utf-8")
    after = written(before)
    if parser.parse_args().check:
        print("current" if after == before else "README.md is stale: run python scripts/figures.py")
        return int(after != before)
    page.write_text(after, "utf-8")
    return 0


def written(page: str) -> str:
    """Return a page with every block of figures written anew."""
    return _BLOCK.sub(lambda block: f"{block[1]}\n{_WRITERS[block['task']](_metrics(block['task']))}\n{block[3]}", page)


def _metrics(task: str) -> dict[str, Any]:
    folders = {name: folder for name, folder in models().items() if name.startswith(task.replace("_", "-"))}
    return dict(json.loads((folders[max(folders)] / "metrics.json").read_text("utf-8")))


def _change(metrics: Mapping[str, Any]) -> str:
    named = {
        "LApredict: lines added alone": metrics["scores"]["lapredict"],
        "LightGBM on Kamei's measures": metrics["scores"]["lgbm13"],
        "**the model**": metrics["scores"]["model"],
        "the model, on projects it never saw": metrics["retrained"]["unseen_projects"],
    }
    rows = [
        (
            title,
            _three(score["auc"]),
            f"{_three(score['above_baseline'])} ({' … '.join(map(_three, score['above_baseline_interval']))})",
            _three(score["worst_against_baseline"]),
            f"{score['lift_5']:.1f}",
        )
        for title, score in named.items()
    ]
    own, others = metrics["scale"]["own past, budget 1.0%"], metrics["scale"]["one threshold, budget 1.0%"]
    unseen, groups = metrics["scale_unseen_projects"]["own past, budget 1.0%"], metrics["newcomers"]
    return "\n".join(
        (
            markdown(("score", "AUC", "above LApredict", "its worst project", "lift of the riskiest 5 %"), rows),
            "",
            (
                f"At a budget of 1 % {own['within_half_and_twice']:.0%} of {own['groups']} projects raise between half and twice as many "
                f"alarms ({unseen['within_half_and_twice']:.0%} of projects never seen; with one threshold for all "
                f"{others['within_half_and_twice']:.0%})."
            ),
            (
                f"What was reverted alone is told at an AUC of {_three(metrics['slices']['revert']['auc'])}, and in the projects with few "
                f"such changes at {_three(metrics['slices']['few']['auc'])}. Of newcomers' ordinary changes "
                f"{groups['newcomers']['false_alarms_at_0.01']:.1%} are called `review` or worse, of all others' "
                f"{groups['others']['false_alarms_at_0.01']:.1%}. `review` or worse holds {metrics['bands']['review']['caught']:.0%} of what was "
                f"later reverted or blamed, and {metrics['bands']['review']['precision']:.0%} of what it holds was: it is a reason to read twice."
            ),
        )
    )


def _package(metrics: Mapping[str, Any]) -> str:
    titles = {
        "guarddog": "GuardDog 3.2's code rules",
        "install_hook": "anything suspicious at install-time",
        "name": "a name like a well-known one",
        "model": "**the model**",
    }
    rows = [
        (
            title,
            _three(score["recall_fpr_1"]),
            " … ".join(map(_three, score["recall_fpr_1_interval"])),
            _three(score["recall_fpr_3"]),
        )
        for title, score in ((title, metrics["scores"][name]) for name, title in titles.items())
    ]
    attacks, review = metrics["attacks"], metrics["bands"]["review"]
    return "\n".join(
        (
            markdown(("score", "recall at 1 % false alarms", "90 % interval", "at 3 %"), rows),
            "",
            (
                f"Attacked, the model keeps a recall of {_three(attacks['padded']['recall_fpr_1'])} padded with an honest package's files, "
                f"{_three(attacks['split']['recall_fpr_1'])} with the payload split over files, {_three(attacks['dressed']['recall_fpr_1'])} in "
                f"honest metadata, {_three(attacks['cheap']['recall_fpr_1'])} with all that is free or cheap to fake at the honest median and "
                f"{_three(attacks['disguised']['recall_fpr_1'])} with all that is free or cheap to fake taken from an honest package. With "
                f"references frozen before the test, `review` or worse catches {review['caught']:.0%} and is wrong on "
                f"{review['false_alarms']:.2%} of ordinary packages."
            ),
        )
    )


def _three(value: float) -> str:
    return f"{value:.3f}".replace("0.", ".", 1).replace("-", "\N{MINUS SIGN}")


_WRITERS = {"change_defect": _change, "package_malware": _package}

if __name__ == "__main__":
    raise SystemExit(main())
