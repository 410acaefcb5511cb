"""Simpler answers to the same question, on the same packages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from knownhands.learn.package.examples import Examples

_RISKY = (
    "process",
    "hidden_process",
    "shell_download",
    "network",
    "sends_data",
    "download",
    "dynamic_code",
    "executes_decoded",
    "executes_download",
)


@dataclass(frozen=True, slots=True)
class Baseline:
    """A score that needs no training.

    Attributes:
        id: in metrics.json.
        title: in the card.
        score: (n,) rises with the risk; NaN where it has none.
    """

    id: str
    title: str
    score: Callable[[Examples], np.ndarray]


def _install_hook(data: Examples) -> np.ndarray:
    risky = np.max([np.nan_to_num(data.column(f"install_{name}")) for name in _RISKY], axis=0)
    is_npm = data.ecosystem == "npm"
    return np.asarray((risky > 0) & (is_npm | (np.nan_to_num(data.column("install_setup_override")) > 0)), float)


def _tiny(data: Examples) -> np.ndarray:
    return np.asarray(-np.nan_to_num(data.column("program_bytes")))


def _name(data: Examples) -> np.ndarray:
    return np.asarray(np.nan_to_num(data.column("name_confusability")))


def _random(data: Examples) -> np.ndarray:
    return np.random.default_rng(0).random(len(data))


def _guarddog(data: Examples) -> np.ndarray:
    return data.guarddog


BASELINES = (
    Baseline("guarddog", "GuardDog 3.2's code rules", _guarddog),
    Baseline("install_hook", "an install hook with a risky call", _install_hook),
    Baseline("tiny", "small programs", _tiny),
    Baseline("name", "a name like a well-known one", _name),
    Baseline("random", "a random number", _random),
)
