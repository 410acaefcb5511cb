"""Whether unpacking it could write outside its own folder.

Why: paths with "..", absolute paths and links that lead outside are how an archive overwrites files of whoever unpacks it.
Unknown when: the archive could not be read to its end and what could be read shows nothing.
Source: Snyk 2018, "Zip Slip"; CVE-2007-4559 (tarfile).
"""

from knownhands.declarations import Check, Severity

CHECK = Check(
    id="has_path_traversal",
    subject="artifact",
    severity=Severity.HIGH,
    question="Could unpacking it write outside its own folder?",
    remedy="Do not unpack it with a tool that follows links or believes paths.",
    reads=("artifacts", "artifact_problems"),
    sql="""
        SELECT subject_id, answer, refs
        FROM answer_from_problems(['path-traversal', 'absolute-path', 'link-outside', 'device'])
    """,
)
