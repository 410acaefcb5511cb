-- What is to be measured and checked; every package family and check reads it beside the store's own tables.
CREATE OR REPLACE TEMP TABLE subjects (
    subject_id INTEGER NOT NULL,
    ecosystem VARCHAR,                -- 'pypi' or 'npm'; NULL: the archive does not say
    name VARCHAR,                     -- as its registry looks it up
    version VARCHAR,
    artifact VARCHAR,                 -- whose contents to look at; NULL: none could be had
    previous VARCHAR,                 -- the artifact of the release before; NULL: none, or it could not be had
    sibling VARCHAR,                  -- the artifact of the release's sdist, for a wheel; NULL likewise
    tree VARCHAR,                     -- the artifact of the repository's files at the release's tag; NULL likewise
    as_of BIGINT                      -- seconds since 1970: nothing later may be looked at; NULL: no moment is known
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
