"""Whether the change comes with the name, e-mail, key and time zone its author used before.

Why: someone who works under a stolen or borrowed name rarely has its key, its machine and its habits as well. Each is
compared with this author's own past only; where anybody lives or works is never looked at.
Unknown when: it is not signed, it carries no time zone, or its author's e-mail address has too few earlier commits.
Source: Zhang et al. 2022; the PHP 2021 incident (commits pushed under the maintainers' names).
"""

from knownhands.declarations import Cost, Direction, Family, Feature

FAMILY = Family(
    id="identity",
    subject="change",
    version=1,
    reads=("commits", "identities"),
    columns=(
        Feature("is_new_email_for_name", "yes or no", 0, 1, Direction.RISES, Cost.FREE, "its author's name is known here, but its author's e-mail address is new | its author's name does not come with a new e-mail address", "it is not known whether its author's name and e-mail address came together before"),
        Feature("is_new_name_for_email", "yes or no", 0, 1, Direction.RISES, Cost.FREE, "its author's e-mail address is known here, but never came with this name | its author's e-mail address does not come with a new name", "it is not known whether its author's e-mail address came with another name before"),
        Feature("is_signed", "yes or no", 0, 1, Direction.FALLS, Cost.FREE, "it carries a signature (not verified) | it carries no signature"),
        Feature("is_signature_missing", "yes or no", 0, 1, Direction.RISES, Cost.CHEAP, "it is not signed, unlike the last commits of its author's e-mail address | it does not lack a signature that the last commits of its author's e-mail address had", "it is not known whether it lacks a signature that the last commits of its author's e-mail address had"),
        Feature("is_new_key", "yes or no", 0, 1, Direction.RISES, Cost.CHEAP, "it claims a signing key that its author's e-mail address never used before | it claims a signing key that its author's e-mail address used before", "it is not signed, or its author's e-mail address has signed nothing before, so there are no signing keys to compare"),
        Feature("zone_share", "share of commits", 0, 1, Direction.EITHER, Cost.FREE, "{value:share} of the earlier commits of its author's e-mail address carry the same time zone | none of the earlier commits of its author's e-mail address carries the same time zone", "it carries no time zone, or its author's e-mail address has no earlier commit to compare"),
        Feature("is_new_zone", "yes or no", 0, 1, Direction.RISES, Cost.FREE, "its author's e-mail address never used this time zone before | its author's e-mail address used this time zone before", "it carries no time zone, or its author's e-mail address has fewer than 10 earlier commits to compare"),
    ),
    sql="""
        WITH past AS (
            SELECT a.person, a.name, a.email, c.position, c.author_tz AS zone, c.signing_key AS key
            FROM commits AS c
            JOIN identities AS a ON a.identity = c.author
            WHERE c.position IS NOT NULL
        ),
        names AS (SELECT name, min(position) AS first FROM past WHERE name IN (SELECT author_name FROM subjects) GROUP BY name),
        mails AS (SELECT person, min(position) AS first FROM past GROUP BY person),
        pairs AS (SELECT person, name, min(position) AS first FROM past GROUP BY person, name),
        keys AS (SELECT person, key, min(position) AS first FROM past WHERE key <> '' GROUP BY person, key),
        signed AS (SELECT person, min(first) AS first FROM keys GROUP BY person),
        own AS (SELECT * FROM past WHERE person IN (SELECT person FROM subjects)),
        habits AS (
            SELECT person, position, count(*) OVER (PARTITION BY person ORDER BY position) AS work,
                sum((key <> '')::INTEGER) OVER (PARTITION BY person ORDER BY position RANGE BETWEEN 500 PRECEDING AND CURRENT ROW) AS signed,
                count(*) OVER (PARTITION BY person ORDER BY position RANGE BETWEEN 500 PRECEDING AND CURRENT ROW) AS recent
            FROM own
        ),
        zones AS (
            SELECT person, zone, position, count(*) OVER (PARTITION BY person, zone ORDER BY position) AS work
            FROM own
            WHERE zone IS NOT NULL
        )
        SELECT
            s.subject_id,
            (coalesce(names.first, s.base + 1) <= s.base AND coalesce(mails.first, s.base + 1) > s.base)::INTEGER AS is_new_email_for_name,
            (coalesce(mails.first, s.base + 1) <= s.base AND coalesce(pairs.first, s.base + 1) > s.base)::INTEGER AS is_new_name_for_email,
            (s.signing_key <> '')::INTEGER AS is_signed,
            (coalesce(habits.recent >= 3 AND habits.signed = habits.recent, false) AND s.signing_key = '')::INTEGER AS is_signature_missing,
            CASE WHEN s.signing_key <> '' AND signed.first <= s.base THEN (coalesce(keys.first, s.base + 1) > s.base)::INTEGER END AS is_new_key,
            CASE WHEN s.author_tz IS NOT NULL THEN share(coalesce(zones.work, 0), habits.work) END AS zone_share,
            CASE WHEN s.author_tz IS NOT NULL AND habits.work >= 10 THEN (zones.work IS NULL)::INTEGER END AS is_new_zone
        FROM subjects AS s
        LEFT JOIN names ON names.name = s.author_name
        LEFT JOIN mails ON mails.person = s.person
        LEFT JOIN pairs ON pairs.person = s.person AND pairs.name = s.author_name
        LEFT JOIN keys ON keys.person = s.person AND keys.key = s.signing_key
        LEFT JOIN signed ON signed.person = s.person
        ASOF LEFT JOIN habits ON s.person = habits.person AND s.base >= habits.position
        ASOF LEFT JOIN zones ON s.person = zones.person AND s.author_tz = zones.zone AND s.base >= zones.position
    """,
)
