"""An artifact: an archive or folder on a local disk, judged by what it holds."""

from knownhands.declarations import Kind
from knownhands.kinds.package import KIND as PACKAGE
from knownhands.kinds.package import MALWARE

KIND = Kind(
    id="artifact",
    plural="artifacts",
    evidence="package",
    schema="package_schema",
    policy="package",
    questions=(MALWARE, *(question for question in PACKAGE.questions if question.id == "provenance")),
)
