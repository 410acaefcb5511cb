"""A package: a release in a registry, with its archives and what the registry says of it."""

from knownhands.declarations import Kind, Question

MALWARE = Question(
    id="malware",
    question="Does it harm whoever installs or imports it?",
    outcome="malicious",
    task="package_malware",
)

KIND = Kind(
    id="package",
    plural="packages",
    evidence="package",
    schema="package_schema",
    policy="package",
    questions=(
        MALWARE,
        Question(
            id="provenance",
            question="Is it something else than its source and its lock file say, or from other than the usual hands?",
        ),
        Question(
            id="vulnerability",
            question="Is it listed as vulnerable?",
            caveat="whether it is listed as vulnerable or malicious is not known",
        ),
        Question(id="upkeep", question="Is it deprecated, withdrawn or abandoned?"),
    ),
)
