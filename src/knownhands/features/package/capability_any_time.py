"""What the package can do at any time, whatever triggers it.

Why: a stealer needs the files of browsers and wallets, a dropper has to run what it fetched; few libraries need either.
Unknown when: no archive could be read.
Source: Zahan et al. 2022 on weak links of the supply chain; GuardDog's source code rules.
"""

from knownhands.capabilities.capability import TRIGGERS
from knownhands.declarations import Family
from knownhands.features.package._capabilities import columns, counts, done, places

_COUNTED = done(*TRIGGERS)
_PLACES = ("install", "import", "call")

FAMILY = Family(
    id="capability_any_time",
    subject="package",
    version=1,
    reads=("artifacts", "artifact_observations"),
    columns=columns("any_time", "", _COUNTED),
    sql=counts("any_time", _PLACES, _COUNTED),
    evidence=places("any_time", _PLACES, _COUNTED),
    view="contents",
)
