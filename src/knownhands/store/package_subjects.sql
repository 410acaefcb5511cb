-- What is to be measured and checked; every package family and check reads it beside the store's own tables.
CREATE OR REPLACE TEMP TABLE subjects (
    subject_id INTEGER NOT NULL,
    ecosystem VARCHAR,                -- 'pypi' or 'npm'; NULL: the archive does not say
    name VARCHAR,                     -- as its registry looks it up
    version VARCHAR,
    artifact VARCHAR,                 -- whose contents to look at; NULL: none could be had
    previous VARCHAR,                 -- the artifact of the release before; NULL: none, or it could not be had
    as_of BIGINT                        -- seconds since 1970: nothing later may be looked at; NULL: no moment is known
);

-- The answer that every check about facts gives: yes where there is such a fact, no where everything could be read, else
-- unknown; and where the facts are.
CREATE OR REPLACE TEMP MACRO answer_from_facts(kinds, moments) AS TABLE
    SELECT
        subject_id,
        CASE WHEN count(path) > 0 THEN true WHEN bool_and(is_complete) THEN false END AS answer,
        list(DISTINCT path || ':' || line ORDER BY path || ':' || line) FILTER (WHERE path IS NOT NULL) AS refs
    FROM subjects
    LEFT JOIN artifacts USING (artifact)
    LEFT JOIN artifact_facts AS f
        ON f.artifact = artifacts.artifact AND list_contains(kinds, f.kind) AND list_contains(moments, f.moment)
    GROUP BY subject_id;

-- The same about the outermost archive; those inside it are nobody's to unpack, and often test data.
CREATE OR REPLACE TEMP MACRO answer_from_problems(problems) AS TABLE
    SELECT
        subject_id,
        CASE WHEN count(path) > 0 THEN true WHEN bool_and(is_complete) THEN false END AS answer,
        list(DISTINCT path ORDER BY path) FILTER (WHERE path IS NOT NULL) AS refs
    FROM subjects
    LEFT JOIN artifacts USING (artifact)
    LEFT JOIN artifact_problems AS p
        ON p.artifact = artifacts.artifact AND list_contains(problems, p.problem) AND NOT contains(p.path, '!/')
    GROUP BY subject_id;

-- The releases in question that were out at as_of, by the registry's clock; one without a time of its own is none of them.
CREATE OR REPLACE TEMP MACRO subject_releases() AS TABLE
    SELECT subject_id, as_of, releases.*
    FROM subjects
    JOIN releases USING (ecosystem, name, version)
    WHERE published_at <= as_of;

-- The numbers that a version begins with; [NULL] where it begins with none. Marks of pre- and post-releases are left out.
CREATE OR REPLACE TEMP MACRO version_numbers(version) AS list_transform(
    string_split(regexp_extract(version, '^v?(?:[0-9]+!)?([0-9]+(?:\.[0-9]+)*)', 1), '.'),
    lambda digits: TRY_CAST(left(digits, 18) AS BIGINT)
);

-- All releases of the packages in question, with those numbers.
CREATE OR REPLACE TEMP MACRO numbered_releases() AS TABLE
    WITH numbered AS MATERIALIZED (
        SELECT *, version_numbers(version) AS numbers
        FROM releases
        SEMI JOIN subjects USING (ecosystem, name)
    )
    FROM numbered;

-- The releases in question whose package has times that tell the order of its releases. Some mirrors give the time at which
-- they fetched a release: there, neighbouring versions of one line (of the same first two numbers) are out of order in 37 to
-- 65 of 100 places, elsewhere in fewer than 3 (20 packages, November 2026); more than 20 is a mirror.
CREATE OR REPLACE TEMP MACRO dated_releases() AS TABLE
    WITH out_by_then AS (
        SELECT own.subject_id, r.numbers, r.published_at
        FROM subject_releases() AS own
        JOIN numbered_releases() AS r USING (ecosystem, name)
        WHERE r.published_at <= own.as_of
    ),
    neighbours AS (
        SELECT
            subject_id,
            CASE WHEN numbers <> lag(numbers) OVER line THEN published_at < lag(published_at) OVER line END AS is_misplaced
        FROM out_by_then
        WINDOW line AS (PARTITION BY subject_id, numbers[1:2] ORDER BY numbers, published_at)
    ),
    mirrored AS (
        SELECT subject_id
        FROM neighbours
        GROUP BY subject_id
        HAVING avg(is_misplaced::INTEGER) > 0.2
    )
    SELECT * FROM subject_releases() ANTI JOIN mirrored USING (subject_id);

-- Those of the same package that had been out for a week when it came, and whether each is below it. `steps` counts, from
-- 1, how far below. A week, because whoever takes a package over publishes several releases within hours, and each has to
-- be compared with what was before them all. Below in version, not in time, because older lines get releases too.
CREATE OR REPLACE TEMP MACRO releases_before() AS TABLE
    WITH compared AS (
        SELECT own.subject_id, version_numbers(own.version) AS own_numbers, r.*
        FROM dated_releases() AS own
        JOIN numbered_releases() AS r USING (ecosystem, name)
        WHERE r.published_at <= own.published_at - 7 * 86400
    )
    SELECT
        * EXCLUDE (own_numbers),
        numbers <= own_numbers AS is_below,
        CASE WHEN is_below THEN row_number() OVER (
            PARTITION BY subject_id, is_below ORDER BY numbers DESC, published_at DESC, version DESC
        ) END AS steps
    FROM compared;

-- What was last heard of each package as a whole: since when it is known to be as the tables say, and when the registry
-- that had it said that it has it no more.
CREATE OR REPLACE TEMP MACRO last_heard() AS TABLE
    SELECT
        ecosystem,
        item AS name,
        max(least(fetched_at, coalesce(updated_at, fetched_at)))
            FILTER (WHERE status = 200 AND parsed_by IS NOT NULL) AS known_since,
        CASE WHEN NOT bool_or(status = 200) THEN max(checked_at) FILTER (WHERE status = 404 AND body IS NOT NULL) END
            AS gone_since
    FROM bodies
    GROUP BY ecosystem, item;

CREATE OR REPLACE TEMP MACRO utc_date(seconds) AS strftime(make_timestamp(seconds * 1000000), '%Y-%m-%d');
