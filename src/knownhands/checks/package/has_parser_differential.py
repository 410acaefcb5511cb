"""Whether two tools could see different files in it.

Why: names that occur twice, names alike but for case, and data around the archive show a scanner one thing and the installer another.
Unknown when: the archive could not be read to its end and what could be read shows nothing.
Source: the Python index's post of 2025 on ZIP parser confusion; the zip specification, APPNOTE 4.3.
"""

from knownhands.declarations import Check, Severity

CHECK = Check(
    id="has_parser_differential",
    subject="artifact",
    severity=Severity.MEDIUM,
    question="Could two tools see different files in it?",
    remedy="Compare what your installer unpacks with what you reviewed.",
    reads=("artifacts", "artifact_problems"),
    sql="""
        SELECT subject_id, answer, refs
        FROM answer_from_problems(['duplicate-name', 'case-folded-name', 'polyglot'])
    """,
)
