"""A trained model on disk: text and JSON only, nothing that runs when it is loaded."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from knownhands.errors import ModelError
from knownhands.features.assemble import families_of, features_of
from knownhands.learn.booster import Booster
from knownhands.learn.calibration import Calibration
from knownhands.records import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping

MODEL_FILES = {"all": "model.txt", "hard": "model_hard.txt"}
_SUMS = "SHA256SUMS"
_DISTRUST = "Fetch the model again; do not use this one."
_BUILT_IN = Path(__file__).parents[1] / "_models"
_CHECKOUT = Path(__file__).parents[3] / "models"


@dataclass(frozen=True)
class Artefact:
    """A model that was loaded and checked.

    Attributes:
        id: the folder's name.
        folder: where it is.
        sha256: digest of its SHA256SUMS, and so of all its files.
        heads: head → feature ids in the order of its columns.
        typical: feature id → median over the changes trained on; None where it was never known.
        calibration: from margins to answers.
    """

    id: str
    folder: Path
    sha256: str
    heads: Mapping[str, tuple[str, ...]]
    typical: Mapping[str, float | None]
    calibration: Calibration

    @cached_property
    def boosters(self) -> dict[str, Booster]:
        """The heads' trees, loaded when first asked for."""
        return {
            head: Booster((self.folder / MODEL_FILES[head]).read_text(), len(names))
            for head, names in self.heads.items()
        }


def features_json(heads: Mapping[str, tuple[str, ...]], typical: Mapping[str, float | None]) -> dict[str, Any]:
    """Describe the features that a model was trained on, so that loading can refuse others."""
    families = {family.id: family.version for family in families_of(Kind.CHANGE)}
    return {
        "families": families,
        "heads": {head: list(names) for head, names in heads.items()},
        "typical": dict(typical),
    }


def seal(folder: Path) -> None:
    """Write SHA256SUMS over every file of a model's folder."""
    files = sorted(path for path in folder.iterdir() if path.is_file() and path.name != _SUMS)
    lines = [f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in files]
    (folder / _SUMS).write_text("".join(lines))


def models() -> dict[str, Path]:
    """Return the models that come with knownhands, by id."""
    root = _BUILT_IN if _BUILT_IN.exists() else _CHECKOUT
    return {path.parent.name: path.parent for path in sorted(root.glob(f"*/{_SUMS}"))}


def load(name: str | None = None) -> Artefact:
    """Load a model by id or folder; the newest one that comes with knownhands when None.

    Raises:
        ModelError: there is none, a file was altered, or it was trained on other features.
    """
    folder = _find(name)
    _verify(folder)
    try:
        features = json.loads((folder / "features.json").read_text())
        calibration = Calibration.from_json(json.loads((folder / "calibration.json").read_text()))
        heads = {head: tuple(names) for head, names in features["heads"].items()}
        typical = features["typical"]
        versions = features["families"]
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as cause:
        raise ModelError(f"The model {folder} cannot be read: {cause}.", "Train it again.") from cause
    _compare(versions, heads, folder)
    digest = hashlib.sha256((folder / _SUMS).read_bytes()).hexdigest()
    return Artefact(folder.name, folder, digest, heads, typical, calibration)


def _find(name: str | None) -> Path:
    known = models()
    if name is None:
        if not known:
            raise ModelError("No model is installed.", "Run `make train`, or name a folder with --model.")
        return known[max(known)]
    folder = known.get(name, Path(name))
    if not (folder / _SUMS).exists():
        raise ModelError(f"There is no model {name}.", f"Known are: {', '.join(known) or 'none'}; or name a folder.")
    return folder


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


def _compare(versions: Mapping[str, int], heads: Mapping[str, tuple[str, ...]], folder: Path) -> None:
    now = {family.id: family.version for family in families_of(Kind.CHANGE)}
    known = {feature.id for feature in features_of(Kind.CHANGE)}
    stale = sorted(family for family, version in versions.items() if now.get(family) != version)
    gone = sorted({name for names in heads.values() for name in names} - known)
    soft = sorted(
        set(heads.get("hard", ())) & {feature.id for feature in features_of(Kind.CHANGE) if not feature.fake.is_hard}
    )
    if soft:
        raise ModelError(
            f"The hard head of {folder.name} sees what is cheap to fake: {', '.join(soft)}.", "Train it again."
        )
    if stale or gone:
        raise ModelError(
            f"The model {folder.name} was trained on other features: {', '.join(stale + gone)}.",
            "Train it again with this version of knownhands.",
        )
