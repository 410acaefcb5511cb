"""A model of packages whose one rule is on the page: what runs programs while it is installed is bad, all else is ordinary."""

from pathlib import Path

import numpy as np

from knownhands.features.assemble import families_of, features_of
from knownhands.learn import saved
from knownhands.learn.linear import Linear
from knownhands.learn.model import Model, Part
from knownhands.learn.probability import Calibration
from knownhands.learn.reference import of_subjects
from knownhands.learn.tasks.package_malware import PREVALENCE

BAD = "install_process"


def make_package_model(folder: Path) -> Path:
    """Write the model and seal it, without a card."""
    names = tuple(feature.id for feature in features_of("package"))
    rule = Linear(-6.0, (0.0,), (1.0,), (12.0,), (0.0,), (0.0,))
    model = Model(
        id=folder.name,
        folder=None,
        sha256="",
        task="package_malware",
        kind="package",
        features=names,
        typical=dict.fromkeys(names, 0.0),
        parts=(Part("line.json", rule.to_text(), 1.0, (BAD,)),),
        offset=0.0,
        calibration=Calibration(PREVALENCE),
        references={"": of_subjects(np.linspace(-8, -2, 2000), "ordinary packages")},
    )
    folder.mkdir(parents=True)
    saved.write(model, families_of("package"), folder)
    saved.seal(folder)
    return folder
