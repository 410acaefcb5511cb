"""Whether somebody found this version to be malicious and said so.

Why: nearly all malicious packages are found, removed and listed, while mirrors, caches and lock files still have them.
Unknown when: no folder or zip of 1,000 or more malicious packages of its ecosystem was read, or its version is not clear.
Source: OpenSSF malicious-packages; Ohm et al. 2020, "Backstabber's Knife Collection".
"""

from knownhands.declarations import Check, Severity

CHECK = Check(
    id="is_known_malicious",
    subject="package",
    severity=Severity.CRITICAL,
    question="Is this version listed as malicious?",
    remedy="Do not install it, and treat a machine on which it was installed as broken into.",
    supply="Read lists of malicious packages with `knownhands harvest advisories FOLDER_OR_ZIP`; docs/how-to.md says which.",
    reads=("advisories", "advisory_ranges", "advisory_sources"),
    sql="SELECT subject_id, answer, refs FROM answer_from_advisories(true)",
)
