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

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

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
        subject: what it scores.
        parts: part → feature ids in the order of its columns; each part is a booster of its own.
        heads: head → the parts whose margins add up to its margin.
        typical: feature id → median over the changes trained on; None where it was never known.
        calibration: from margins to answers.
    """

    id: str
    folder: Path
    sha256: str
    subject: str
    parts: Mapping[str, tuple[str, ...]]
    heads: Mapping[str, tuple[str, ...]]
    typical: Mapping[str, float | None]
    calibration: Calibration

    @cached_property
    def boosters(self) -> dict[str, Booster]:
        """The parts' trees, loaded when first asked for."""
        return {
            part: Booster(self.folder.joinpath(model_file(part)).read_text(), len(names))
            for part, names in self.parts.items()
        }

    def explained(self, values: Mapping[str, float | None]) -> dict[str, tuple[dict[str, float], float]]:
        """Return, for each head, what each feature adds to its log-odds, and the log-odds they are added to.

        A part of which no feature is known adds nothing: neither good news nor bad.

        Args:
            values: feature id → value, None where unknown.
        """
        told: dict[str, tuple[dict[str, float], float]] = {}
        for head, parts in self.heads.items():
            contributions: dict[str, float] = {}
            start = 0.0
            for part in parts:
                names = self.parts[part]
                found, bias = self.boosters[part].contributions([values[name] for name in names])
                start += bias
                if any(values[name] is not None for name in names):
                    contributions |= dict(zip(names, found, strict=True))
            told[head] = (contributions, start)
        return told


def model_file(part: str) -> str:
    """Return the name of the file that holds a part's trees."""
    return "model.txt" if part == "all" else f"model_{part}.txt"


def features_json(
    subject: str,
    parts: Mapping[str, Sequence[str]],
    heads: Mapping[str, Sequence[str]],
    typical: Mapping[str, float | None],
) -> dict[str, Any]:
    """Describe the features that a model was trained on, so that loading can refuse others."""
    return {
        "subject": subject,
        "families": {family.id: family.version for family in families_of(subject)},
        "parts": {part: list(names) for part, names in parts.items()},
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


def load(name: str | None = None, subject: str | None = None) -> Artefact:
    """Load a model.

    Args:
        name: a model's id or folder; None for the newest one that comes with knownhands.
        subject: what it has to score; None for whatever it scores, which is a change where no name is given.

    Raises:
        ModelError: there is none, a file was altered, or it was trained on other features or for other subjects.
    """
    folder = _find(name, subject or "change")
    _verify(folder)
    try:
        features = json.loads((folder / "features.json").read_text())
        calibration = Calibration.from_json(json.loads((folder / "calibration.json").read_text()))
        parts = {part: tuple(names) for part, names in features["parts"].items()}
        heads = {head: tuple(names) for head, names in features["heads"].items()}
        typical, versions, kind = features["typical"], features["families"], str(features["subject"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as cause:
        raise ModelError(f"The model {folder} cannot be read: {cause}.", "Train it again.") from cause
    if subject not in {None, kind}:
        raise ModelError(f"The model {folder.name} scores a {kind}, not a {subject}.", "Name another one.")
    _compare(kind, versions, parts, folder)
    digest = hashlib.sha256((folder / _SUMS).read_bytes()).hexdigest()
    return Artefact(folder.name, folder, digest, kind, parts, heads, typical, calibration)


def _find(name: str | None, subject: str) -> Path:
    known = models()
    if name is None:
        fitting = [id_ for id_ in known if id_.startswith(f"{subject}-")]
        if not fitting:
            raise ModelError(
                f"No model of a {subject} is installed.", "Run `make train`, or name a folder with --model."
            )
        return known[max(fitting)]
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


def _compare(subject: str, versions: Mapping[str, int], parts: Mapping[str, tuple[str, ...]], folder: Path) -> None:
    now = {family.id: family.version for family in families_of(subject)}
    known = {feature.id for feature in features_of(subject)}
    stale = sorted(family for family, version in versions.items() if now.get(family) != version)
    gone = sorted({name for names in parts.values() for name in names} - known)
    soft = sorted(
        set(parts.get("hard", ())) & {feature.id for feature in features_of(subject) if not feature.fake.is_hard}
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
