"""A model on disk: written beside, sealed, renamed when whole; checked when it is loaded."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from knownhands import arguments
from knownhands.errors import ModelError
from knownhands.features.assemble import families_of
from knownhands.learn.model import Model, Part
from knownhands.learn.probability import Calibration
from knownhands.learn.reference import Reference

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from knownhands.declarations import Family

_SUMS = "SHA256SUMS"
_DISTRUST = "Fetch the model again; do not use this one."
_BUILT_IN = Path(__file__).parents[1] / "_models"
_CHECKOUT = Path(__file__).parents[3] / "models"


def models() -> dict[str, Path]:
    """Return the models that come with knownhands, by id."""
    root = _BUILT_IN if _BUILT_IN.exists() else _CHECKOUT
    return {path.parent.name: path.parent for path in sorted(root.glob(f"[!.]*/{_SUMS}"))}


def load(name: str | Path | None = None, task: str | None = None, families: Sequence[Family] | None = None) -> Model:
    """Load a model.

    Args:
        name: a model's id or folder; None for the newest one of its task that comes with knownhands.
        task: what it has to have learnt; None for whatever it has, which is `change_defect` where no name is given.
        families: the features of today; by default those of the kind of subject that it scores.

    Raises:
        ModelError: there is none, a file was altered, or it was trained on other features or for another task.
    """
    folder = _locate(name, task or "change_defect")
    _verify(folder)
    try:
        model, versions = _read(folder)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as cause:
        raise ModelError(f"The model {folder} cannot be read: {cause}.", "Train it again.") from cause
    if task not in {None, model.task}:
        raise ModelError(f"The model {model.id} has learnt {model.task}, not {task}.", "Name another one.")
    _compare(model, versions, families_of(model.kind) if families is None else families)
    return model


def write(model: Model, families: Sequence[Family], folder: Path) -> None:
    """Write what a model is asked with into a folder that exists; nothing is sealed yet."""
    for part in model.parts:
        (folder / part.file).write_text(part.text)
    features = {
        "task": model.task,
        "kind": model.kind,
        "families": {family.id: family.version for family in families},
        "features": list(model.features),
        "typical": dict(model.typical),
        "parts": [{"file": part.file, "weight": part.weight, "columns": list(part.columns)} for part in model.parts],
    }
    calibration = {
        "offset": model.offset,
        "probability": model.calibration.to_json(),
        "references": {group: reference.to_json() for group, reference in model.references.items()},
    }
    for name, content in (("features.json", features), ("calibration.json", calibration)):
        (folder / name).write_text(json.dumps(content, indent=1, sort_keys=True) + "\n")


def read_card(model: Model) -> str:
    """Return the card of a model that was loaded, in Markdown."""
    return (model.folder or Path()).joinpath("card.md").read_text("utf-8")


def seal(folder: Path) -> None:
    """Write SHA256SUMS over every file of a model's folder."""
    files = sorted(path for path in folder.iterdir() if path.is_file() and path.name != _SUMS)
    lines = [f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in files]
    (folder / _SUMS).write_text("".join(lines))


def not_of_a_model(folder: Path) -> list[str]:
    """Return what a folder holds beside the files of a sealed model, by name; all of it where no model was sealed there."""
    try:
        sealed = {line.partition("  ")[2] for line in (folder / _SUMS).read_text().splitlines()} | {_SUMS}
    except OSError:
        sealed = set()
    return sorted(path.name for path in folder.iterdir() if path.name not in sealed)


def _locate(name: str | Path | None, task: str) -> Path:
    known = models()
    if name is None:
        newest = _newest(known, task)
        if newest is None:
            raise ModelError(
                f"No model that has learnt {task} is installed.", "Run `make train`, or name a folder with --model."
            )
        return known[newest]
    folder = known.get(str(name)) or arguments.path("name", name)
    if not (folder / _SUMS).exists():
        raise ModelError(f"There is no model {name}.", f"Known are: {', '.join(known) or 'none'}; or name a folder.")
    return folder


def _newest(ids: Iterable[str], task: str) -> str | None:
    """Return the last id of a task, which a date follows.

    >>> _newest(["pot-crack-2025-01", "pot-crack-2026-01", "pot-crack-late-2027-01"], "pot_crack")
    'pot-crack-2026-01'
    """
    pattern = re.compile(re.escape(task.replace("_", "-")) + r"-\d+(-\d+)*")
    return max((id_ for id_ in ids if pattern.fullmatch(id_)), default=None)


def _verify(folder: Path) -> None:
    """Compare every file with SHA256SUMS.

    Raises:
        ModelError: a file was altered, removed or added without being sealed.
    """
    try:
        sums = [line.partition("  ") for line in (folder / _SUMS).read_text().splitlines()]
        unsealed = {path.name for path in folder.iterdir()} - {file for _, _, file in sums} - {_SUMS}
        if unsealed:
            raise ModelError(f"{folder} holds files that were never sealed: {', '.join(sorted(unsealed))}.", _DISTRUST)
        for digest, _, file in sums:
            if Path(file).name != file or hashlib.sha256((folder / file).read_bytes()).hexdigest() != digest:
                raise ModelError(f"{folder / file} is not what was sealed.", _DISTRUST)
    except OSError as cause:
        raise ModelError(f"The model {folder} is incomplete: {cause}.", "Fetch the model again.") from cause


def _read(folder: Path) -> tuple[Model, Mapping[str, int]]:
    features = json.loads((folder / "features.json").read_text())
    calibration = json.loads((folder / "calibration.json").read_text())
    model = Model(
        id=folder.resolve().name,
        folder=folder,
        sha256=hashlib.sha256((folder / _SUMS).read_bytes()).hexdigest(),
        task=str(features["task"]),
        kind=str(features["kind"]),
        features=tuple(features["features"]),
        typical=features["typical"],
        parts=tuple(_parts(folder, features["parts"])),
        offset=float(calibration["offset"]),
        calibration=Calibration.from_json(calibration["probability"]),
        references={group: Reference.from_json(data) for group, data in calibration["references"].items()},
    )
    return model, dict(features["families"])


def _parts(folder: Path, described: Sequence[Mapping[str, Any]]) -> Iterator[Part]:
    for part in described:
        if Path(part["file"]).name != part["file"]:
            raise ValueError(f"{part['file']} is in another folder")
        yield Part(part["file"], (folder / part["file"]).read_text(), float(part["weight"]), tuple(part["columns"]))


def _compare(model: Model, versions: Mapping[str, int], families: Sequence[Family]) -> None:
    now = {family.id: family.version for family in families}
    known = {feature.id for family in families for feature in family.columns}
    stale = sorted(family for family, version in versions.items() if now.get(family) != version)
    gone = sorted({*model.features, *(name for part in model.parts for name in part.columns)} - known)
    if stale or gone:
        raise ModelError(
            f"The model {model.id} was trained on other features: {', '.join(stale + gone)}.",
            "Train it again with this version of knownhands.",
        )
