"""What the package says of itself: who made it, what for, and where its source is.

Why: whoever publishes hundreds of throw-away packages fills in little; it costs an honest newcomer nothing to fill it in,
and an attacker neither, so this can never lift trust above what the contents support.
Unknown when: the archive has no metadata that can be read, or leaves it to code.
Source: Halder et al. 2024, "Malicious package detection using metadata information" (easy to manipulate).
"""

from math import inf

from knownhands.records import Cost, Direction, Family, Feature, Kind

FAMILY = Family(
    id="claims",
    subject=Kind.PACKAGE,
    version=1,
    reads=("artifact_manifests",),
    columns=(
        Feature(
            "has_summary",
            "yes or no",
            0,
            1,
            Direction.FALLS,
            Cost.FREE,
            "it says in one line what it is for | it does not say in one line what it is for",
        ),
        Feature(
            "summary_words",
            "words",
            0,
            inf,
            Direction.EITHER,
            Cost.FREE,
            "its summary has {value:.0f} words (typical: {typical:.0f})",
        ),
        Feature(
            "has_homepage",
            "yes or no",
            0,
            1,
            Direction.FALLS,
            Cost.FREE,
            "it names a site or repository | it names no site and no repository",
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
            "its version is 0.0.0, or higher than almost any | its version is an ordinary one",
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
                AS version_is_odd
        FROM subjects
        LEFT JOIN artifact_manifests AS m USING (artifact)
    """,
    view="metadata",
)
