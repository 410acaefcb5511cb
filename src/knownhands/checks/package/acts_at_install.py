"""Whether installing it runs programs, talks to the network or runs text as code.

Why: seven in ten malicious packages act while they are installed, before anybody has called them; hardly any honest one has to.
Unknown when: part of it could not be read and what could be read shows nothing.
Source: Ohm et al. 2020, "Backstabber's knife collection"; an install script is in 71 % of malicious and 1.7 % of other JavaScript packages.
"""

from knownhands.declarations import Check, Severity

CHECK = Check(
    id="acts_at_install",
    subject="artifact",
    severity=Severity.MEDIUM,
    question="Does installing it run programs, talk to the network or run text as code?",
    remedy="Read those lines before you install it; install a wheel, or without scripts, if you can.",
    reads=("artifacts", "artifact_observations"),
    sql="""
        SELECT subject_id, answer, refs
        FROM answer_from_observations(['process', 'network', 'dynamic-code', 'data-execution'], ['install'])
    """,
)
