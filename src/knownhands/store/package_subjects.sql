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

-- The advisories about a subject's version; harvest/advisories/match.py fills this and the next table.
CREATE OR REPLACE TEMP TABLE subject_advisories (
    subject_id INTEGER NOT NULL,
    id VARCHAR NOT NULL,
    affects BOOLEAN,                  -- NULL: it is about this package, and whether about this version cannot be said
    is_malicious BOOLEAN NOT NULL,
    severity VARCHAR,
    summary VARCHAR,
    is_withdrawn BOOLEAN NOT NULL     -- by `as_of`
);

-- Whether what is not in `subject_advisories` is known not to be there; a subject that is missing was not looked for.
CREATE OR REPLACE TEMP TABLE subject_coverage (
    subject_id INTEGER NOT NULL,
    knows_malware BOOLEAN NOT NULL,
    knows_vulnerabilities BOOLEAN NOT NULL
);

-- The answer that the checks about advisories give: yes where one is about the version, no where a database that collects
-- such advisories was read and none is, else unknown; and their ids.
CREATE OR REPLACE TEMP MACRO answer_from_advisories(malicious) AS TABLE
    SELECT
        s.subject_id,
        CASE
            WHEN count(a.id) FILTER (WHERE a.affects) > 0 THEN true
            WHEN count(a.id) = 0 AND bool_and(CASE WHEN malicious THEN c.knows_malware ELSE c.knows_vulnerabilities END)
                THEN false
        END AS answer,
        list(DISTINCT a.id ORDER BY a.id) FILTER (WHERE a.affects) AS refs
    FROM subjects AS s
    LEFT JOIN subject_coverage AS c USING (subject_id)
    LEFT JOIN subject_advisories AS a
        ON a.subject_id = s.subject_id AND a.is_malicious = malicious AND NOT a.is_withdrawn
    GROUP BY s.subject_id;
