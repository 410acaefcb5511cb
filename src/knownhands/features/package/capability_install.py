"""What the package does when it is installed, or whenever an interpreter starts.

Why: four of five malicious packages act at install, where honest ones compile and copy at most.
Unknown when: no archive could be read.
Source: Ohm et al. 2020, "Backstabber's knife collection"; Ladisa et al. 2023, "On the feasibility of cross-language detection".
"""

from knownhands.declarations import Family
from knownhands.features.package._capabilities import columns, counts, done, places

_COUNTED = done("start", "install")
_PLACES = ("install",)

FAMILY = Family(
    id="capability_install",
    subject="package",
    version=1,
    reads=("artifacts", "artifact_observations"),
    columns=columns("install", "when it is installed, ", _COUNTED),
    sql=counts("install", _PLACES, _COUNTED),
    evidence=places("install", _PLACES, _COUNTED),
    view="contents",
)
