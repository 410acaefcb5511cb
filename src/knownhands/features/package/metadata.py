"""What the package says of itself: who made it, what for, and where its source is.

Why: whoever publishes hundreds of throw-away packages fills in little; it costs an honest newcomer nothing to fill it in,
and an attacker neither, so it says little about anyone who tries.
Unknown when: the archive has no metadata that can be read, or leaves it to code.
Source: Halder et al. 2024, "Malicious package detection using metadata information" (easy to manipulate).
"""

from math import inf

from knownhands.declarations import Cost, Direction, Family, Feature

FAMILY = Family(
    id="metadata",
    subject="package",
    version=1,
    reads=("artifact_manifests", "artifact_files"),
    columns=(
        Feature(
            "has_summary",
            "yes or no",
            0,
            1,
            Direction.FALLS,
            Cost.FREE,
            "it has a summary | it has no summary",
        ),
        Feature(
            "summary_words",
            "words",
            0,
            inf,
            Direction.EITHER,
            Cost.FREE,
            "its summary has {value:number} {value:word/words} (typical: {typical:number}) | its summary has no word (typical: {typical:number})",
        ),
        Feature(
            "has_homepage",
            "yes or no",
            0,
            1,
            Direction.FALLS,
            Cost.FREE,
            "it names a site or repository | it names neither a site nor a repository",
        ),
        Feature("has_author", "yes or no", 0, 1, Direction.FALLS, Cost.FREE, "it names an author | it names no author"),
        Feature(
            "has_email",
            "yes or no",
            0,
            1,
            Direction.FALLS,
            Cost.FREE,
            "it gives an e-mail address | it gives no e-mail address",
        ),
        Feature(
            "has_licence", "yes or no", 0, 1, Direction.FALLS, Cost.FREE, "it names a licence | it names no licence"
        ),
        Feature(
            "version_is_odd",
            "yes or no",
            0,
            1,
            Direction.RISES,
            Cost.FREE,
            "its version is all zeros or unusually high | its version is neither all zeros nor unusually high",
        ),
        Feature(
            "placeholder_metadata",
            "fields",
            0,
            4,
            Direction.RISES,
            Cost.FREE,
            "{value:number} {value:part of its metadata still reads/parts of its metadata still read} as in a template | no part of its metadata still reads as in a template",
        ),
        Feature(
            "homepage_likeness",
            "0 to 1",
            0,
            1,
            Direction.FALLS,
            Cost.FREE,
            "its name and that of the repository at its home page (or else at the first address that it gives) are {value:share} alike (typical: {typical:share}) | its home page (or else the first address that it gives) is no repository with a name like its own; no other address is looked at",
        ),
        Feature(
            "module_likeness",
            "0 to 1",
            0,
            1,
            Direction.FALLS,
            Cost.FREE,
            "its name and that of what it installs are {value:share} alike (typical: {typical:share}) | it installs nothing with a name like its own",
        ),
    ),
    sql=r"""
        SELECT
            subject_id,
            (summary <> '')::INTEGER AS has_summary,
            len(regexp_extract_all(summary, '\S+')) AS summary_words,
            (homepage <> '')::INTEGER AS has_homepage,
            (author <> '')::INTEGER AS has_author,
            (email <> '')::INTEGER AS has_email,
            (licence <> '')::INTEGER AS has_licence,
            (m.version = '0.0.0' OR coalesce(try_cast(regexp_extract(m.version, '^v?(\d+)', 1) AS BIGINT), 0) BETWEEN 50 AND 1900)::INTEGER
                AS version_is_odd,
            CASE WHEN m.ecosystem IS NOT NULL THEN len(list_filter([author, email, homepage, summary], lambda claim: regexp_matches(claim, '(?i)your[ _.-]?(user)?name|\byou@|example\.(com|org)|^(a |an |my )?(small |simple |first |dummy |test |example )+(python |example )?(package|project|library|module|lib)\.?$|^(test|dummy|example|foo|bar|blah|none|null|todo)$|^(https?://)?(www\.)?github\.com/?$'))) END
                AS placeholder_metadata,
            CASE WHEN homepage IS NOT NULL AND m.name <> '' THEN coalesce(
                likeness(m.name, regexp_extract(homepage, '(?i)(?:github|gitlab|bitbucket|codeberg)\.[a-z]+[/:][^/]+/([^/#?]+)', 1)), 0
            ) END AS homepage_likeness,
            CASE WHEN m.name <> '' THEN CASE WHEN e.ecosystem IS NOT NULL AND e.module IS NULL THEN 1 ELSE coalesce(module_likeness, 0) END END
                AS module_likeness
        FROM subjects
        LEFT JOIN artifact_manifests AS m USING (artifact)
        LEFT JOIN ecosystems AS e ON e.ecosystem = m.ecosystem
        LEFT JOIN (
            SELECT artifact, max(likeness(name, module)) AS module_likeness
            FROM (
                SELECT artifact, name, regexp_extract(path, e.module, 1) AS module
                FROM artifact_manifests
                JOIN artifact_files USING (artifact)
                JOIN ecosystems AS e USING (ecosystem)
            )
            WHERE NOT regexp_matches(module, '^(setup|tests?|docs?|examples?|conftest|versioneer|ez_setup|tasks|noxfile|)$')
            GROUP BY artifact
        ) USING (artifact)
    """,
    view="metadata",
)
