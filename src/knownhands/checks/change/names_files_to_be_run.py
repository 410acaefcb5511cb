"""Does it name a file so that a shell runs part of the name?

Why: no file is honestly called like a command.
Unknown when: its contents were not read.
Source: actions/toolkit and tj-actions advisories on file names in shell scripts (CVE-2023-51664).
"""

from knownhands.checks.change._observed import PROGRAMS, READS, observed
from knownhands.declarations import Check, Severity

CHECK = Check(
    id="names_files_to_be_run",
    subject="change",
    severity=Severity.CRITICAL,
    question="Does it name a file so that a shell runs part of the name?",
    remedy="Do not let CI see it: a name reaches scripts that do not quote it.",
    reads=READS,
    sql=observed(("odd_file_name",), (*PROGRAMS, "docs", "test", "data"), source="shell syntax"),
    concern="attack",
)
