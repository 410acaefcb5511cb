"""Whether installing it runs a command although installing the versions below it ran none.

Why: a stolen package gets a preinstall or postinstall script first, because that runs on whoever installs it; few honest
    packages have one, and fewer begin to.
Unknown when: the registry does not say (some never do), no lower version was out a week before, or the times are a mirror's.
Source: eslint-scope 2018 and ua-parser-js 2021; Zahan et al. 2022 on weak links of the supply chain
"""

from knownhands.declarations import Check, Severity

CHECK = Check(
    id="adds_an_install_script",
    subject="package",
    severity=Severity.MEDIUM,
    question="Does installing it run a command, which installing the versions below it did not?",
    remedy="Install it with --ignore-scripts, and read the command.",
    reads=("releases", "scripts"),
    sql="""
        WITH before AS (
            SELECT subject_id, CASE
                WHEN bool_or(has_install_script) THEN true
                WHEN count(has_install_script) = count(*) THEN false
            END AS had_one
            FROM releases_before()
            WHERE steps <= 3
            GROUP BY subject_id
        ),
        commands AS (
            SELECT ecosystem, name, version, list(script || ': ' || coalesce(left(command, 200), '?') ORDER BY script) AS refs
            FROM scripts
            WHERE script IN ('preinstall', 'install', 'postinstall')
            GROUP BY ecosystem, name, version
        )
        SELECT s.subject_id, r.has_install_script AND NOT b.had_one AS answer, CASE WHEN answer THEN c.refs END AS refs
        FROM subjects AS s
        LEFT JOIN dated_releases() AS r USING (subject_id)
        LEFT JOIN before AS b USING (subject_id)
        LEFT JOIN commands AS c ON c.ecosystem = r.ecosystem AND c.name = r.name AND c.version = r.version
    """,
)
