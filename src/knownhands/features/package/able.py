"""What the package can do at all, whenever.

Why: a stealer needs the files of browsers and wallets, a dropper has to run what it fetched; few libraries need either.
Unknown when: no archive could be read.
Source: Zahan et al. 2022 on weak links of the supply chain; GuardDog's source code rules.
"""

from knownhands.capabilities.capability import TRIGGERS
from knownhands.features.package._capabilities import columns, counts, done, places
from knownhands.records import Family

_COUNTED = done(*TRIGGERS)
_PLACES = ("install", "import", "call")

FAMILY = Family(
    id="able",
    subject="package",
    version=1,
    reads=("artifacts", "artifact_observations"),
    columns=columns("able", "at some time", _COUNTED),
    sql=counts("able", _PLACES, _COUNTED),
    evidence=places("able", _PLACES, _COUNTED),
    view="contents",
)
