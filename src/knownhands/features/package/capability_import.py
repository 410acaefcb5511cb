"""What the package does as soon as one of its modules is imported.

Why: wheels run nothing at install, so malware in them acts at the first import; few honest modules talk to anyone then.
Unknown when: no archive could be read.
Source: Duan et al. 2021, "Towards measuring supply chain attacks on package managers".
"""

from knownhands.declarations import Family
from knownhands.features.package._capabilities import columns, counts, done, places

_COUNTED = done("import")
_PLACES = ("import",)

FAMILY = Family(
    id="capability_import",
    subject="package",
    version=1,
    reads=("artifacts", "artifact_observations"),
    columns=columns("import", "when it is imported, ", _COUNTED),
    sql=counts("import", _PLACES, _COUNTED),
    evidence=places("import", _PLACES, _COUNTED),
    view="contents",
)
