-- What is to be measured and checked; every package family and check reads it beside the store's own tables.
CREATE OR REPLACE TEMP TABLE subjects (
    subject_id INTEGER NOT NULL,
    ecosystem VARCHAR,                -- its id; NULL: the archive does not say
    name VARCHAR,                     -- as its registry looks it up
    version VARCHAR,
    artifact VARCHAR,                 -- whose contents to look at; NULL: none could be had
    previous VARCHAR,                 -- the artifact of the release before; NULL: none, or it could not be had
    sibling VARCHAR,                  -- the artifact of the release's sdist, for a wheel; NULL likewise
    tree VARCHAR,                     -- the artifact of the repository's files at the release's tag; NULL likewise
    as_of BIGINT                      -- seconds since 1970: nothing later may be looked at; NULL: no moment is known
);

-- What each ecosystem says of itself that queries ask for; store/subjects.py fills this.
CREATE OR REPLACE TEMP TABLE ecosystems (
    ecosystem VARCHAR NOT NULL,
    yanks BOOLEAN NOT NULL,           -- a release can be yanked
    dates_files BOOLEAN NOT NULL,     -- a release is as old as its first file, so that one with a date has a file
    tells_requirements BOOLEAN NOT NULL, -- it is told of every release what it asks for
    installed_kinds VARCHAR[] NOT NULL, -- the kinds of requirements that an install follows
    address VARCHAR,                  -- matches a requirement that asks for something at an address; NULL: there are none
    module VARCHAR,                   -- matches the path of a module; NULL: it is called as the package is
    built_forms VARCHAR[] NOT NULL    -- forms of archives whose files may have been built from others
);

-- What each capability file says that queries ask for; store/subjects.py fills this.
CREATE OR REPLACE TEMP TABLE capabilities (
    capability VARCHAR NOT NULL,
    behaviour VARCHAR NOT NULL,       -- what kind of thing it is, such as 'network'
    is_suspicious BOOLEAN NOT NULL,   -- it is worth a look by itself when code does it before anybody calls it
    is_common BOOLEAN NOT NULL,       -- so common that meeting another one in a file says nothing
    is_counted BOOLEAN NOT NULL       -- families count it
);

-- A place in a file and what stands there, for a reader; line 0 is the whole file.
CREATE OR REPLACE TEMP MACRO excerpt_of(source, sink, target) AS
    concat_ws(' ', CASE WHEN source <> '' THEN source || ' →' END, nullif(sink, ''), nullif(target, ''));
CREATE OR REPLACE TEMP MACRO place_in(path, line, excerpt) AS {'ref': path, 'line': nullif(line, 0), 'excerpt': excerpt};

-- The answer that every check about contents gives: yes where a capability that behaves so was observed, no where everything
-- could be read, else unknown; and where that is.
CREATE OR REPLACE TEMP MACRO answer_from_observations(behaviours, triggers) AS TABLE
    WITH shown AS (
        SELECT artifact, path, place_in(path, line, min(excerpt_of(source, sink, target))) AS place
        FROM artifact_observations
        JOIN capabilities USING (capability)
        WHERE list_contains(behaviours, behaviour) AND list_contains(triggers, trigger)
        GROUP BY artifact, path, line
    )
    SELECT
        subject_id,
        CASE WHEN count(path) > 0 THEN true WHEN bool_and(is_complete) THEN false END AS answer,
        list(place ORDER BY place) FILTER (WHERE path IS NOT NULL) AS refs
    FROM subjects
    LEFT JOIN artifacts USING (artifact)
    LEFT JOIN shown USING (artifact)
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

-- Where a file stands: tests, examples and tools of the project itself are not what a user of the package runs.
CREATE OR REPLACE TEMP MACRO is_aside(path) AS regexp_matches(path,
    '(^|/)(tests?|testing|examples?|docs?|benchmarks?|scripts|tools|demos?|spec|__tests__)(/|$)'
    '|(^|/)(test_[^/]*|[^/]*_test|conftest|[^/]*\.(test|spec))\.\w+$');

-- How much two names are alike without their separators, 0 to 1; NULL where either is missing.
CREATE OR REPLACE TEMP MACRO squashed(name) AS nullif(regexp_replace(lower(name), '[^a-z0-9]|[.]git$', '', 'g'), '');
CREATE OR REPLACE TEMP MACRO likeness(name_a, name_b) AS CASE
    WHEN contains(squashed(name_a), squashed(name_b)) OR contains(squashed(name_b), squashed(name_a)) THEN 1.0
    ELSE jaro_winkler_similarity(squashed(name_a), squashed(name_b))
END;

CREATE OR REPLACE TEMP MACRO is_program(path) AS regexp_matches(path, '\.(pyw?|[cm]?jsx?|tsx?)$');

-- An observation which says that a program was not understood: what runs by itself, or was too large for its reader.
CREATE OR REPLACE TEMP MACRO is_unread(capability, trigger, target) AS
    capability = 'unparsable' AND (trigger IN ('install', 'start') OR starts_with(target, 'too large'));

-- What the archives of subjects were seen to do, as the families count it, and where it works: at 'install' (or whenever an
-- interpreter starts), on 'import', or when something is 'called'. What is in setup.py works at install, whichever function
-- it is in.
CREATE OR REPLACE TEMP VIEW subject_capabilities AS
    SELECT
        subject_id,
        path,
        line,
        excerpt_of(source, sink, target) AS excerpt,
        capability,
        is_common,
        CASE
            WHEN trigger IN ('install', 'start') OR path = 'setup.py' THEN 'install'
            WHEN trigger = 'import' THEN 'import'
            ELSE 'call'
        END AS place
    FROM subjects
    JOIN artifact_observations USING (artifact)
    JOIN capabilities USING (capability)
    WHERE is_counted
        AND (NOT is_aside(path) OR (trigger IN ('install', 'start') AND is_program(path) AND NOT ends_with(path, '/setup.py')));

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

-- The releases in question that were out at as_of, by the registry's clock; one without a time of its own is none of them.
CREATE OR REPLACE TEMP MACRO subject_releases() AS TABLE
    SELECT subject_id, as_of, releases.*
    FROM subjects
    JOIN releases USING (ecosystem, name, version)
    WHERE published_at <= as_of;

-- Who published each release, as far as the registry says: one account, also where several did.
CREATE OR REPLACE TEMP MACRO publishers() AS TABLE
    SELECT ecosystem, name, version, min(person) AS person
    FROM people
    WHERE role = 'publisher'
    GROUP BY ecosystem, name, version;

-- The numbers that a version begins with, behind its epoch, which is 0 where it names none; a NULL where it begins with no
-- number. Marks of pre- and post-releases are left out.
CREATE OR REPLACE TEMP MACRO version_numbers(version) AS list_transform(
    [coalesce(nullif(regexp_extract(version, '^v?([0-9]+)!', 1), ''), '0')]
    || string_split(regexp_extract(version, '^v?(?:[0-9]+!)?([0-9]+(?:\.[0-9]+)*)', 1), '.'),
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
        WINDOW line AS (PARTITION BY subject_id, numbers[1:3] ORDER BY numbers, published_at)
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
