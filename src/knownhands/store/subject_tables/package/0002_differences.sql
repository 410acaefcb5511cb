-- Whether the files of an archive may have been built from others.
CREATE OR REPLACE TEMP MACRO is_built_form(form) AS
    coalesce(list_contains((SELECT flatten(list(built_forms)) FROM ecosystems), form), false);

-- What an archive holds that its counterpart does not: the release's sdist (a wheel's) or the repository's tree.

-- What was observed and is worth a look by itself.
CREATE OR REPLACE TEMP VIEW suspicious_observations AS
    FROM artifact_observations
    SEMI JOIN (FROM capabilities WHERE is_suspicious) USING (capability);

-- Python, JavaScript, and the two files that make either run before anybody calls it.
CREATE OR REPLACE TEMP MACRO is_read_as_code(path) AS
    regexp_matches(path, '\.(py|pyw|pth|js|cjs|mjs|jsx)$|(^|/)package\.json$');

-- Programs and build files that nothing here reads; declarations of types are none.
CREATE OR REPLACE TEMP MACRO is_other_program(path) AS
    regexp_matches(
        path,
        '(?i)\.(sh|bash|zsh|fish|ps1|psm1|bat|cmd|vbs|rb|pl|pm|php|lua|go|rs|java|c|cc|cpp|cxx|h|hh|hpp|m|swift|cs|f|f90|'
        || 'pyx|pxd|pxi|ts|tsx|mts|cts|coffee|m4|ac|am|mk|cmake|gyp|gypi|so|dll|dylib|pyd|a|o|exe|wasm|node)$'
        || '|(^|/)(configure|makefile[^/]*|cmakelists\.txt|meson\.build)$'
    )
    AND NOT regexp_matches(path, '\.d\.[cm]?ts$');

CREATE OR REPLACE TEMP MACRO file_name(path) AS regexp_extract(path, '[^/]*$');

CREATE OR REPLACE TEMP MACRO stem(path) AS regexp_replace(file_name(path), '(\.min)?\.[a-z]+$', '');

-- A path, and what is left of it without its first folder, two folders …: a package may be anywhere in a repository, and
-- src/ is no part of what is installed. Lists, so that paths are looked up and not tried against each other.
CREATE OR REPLACE TEMP MACRO places(path) AS
    list_transform(
        range(1, 1 + least(len(string_split(path, '/')), 8)),
        lambda first: array_to_string(string_split(path, '/')[first:], '/')
    );

-- The folders that a file is in, up to eight deep.
CREATE OR REPLACE TEMP MACRO folders(path) AS
    list_transform(
        range(1, least(len(string_split(path, '/')), 9)),
        lambda last: array_to_string(string_split(path, '/')[1:last], '/')
    );

-- Each archive beside its counterpart ('sibling' or 'tree') where all of that could be read.
CREATE OR REPLACE TEMP MACRO compared(counterpart) AS TABLE
    SELECT subject_id, a.artifact, a.form, a.is_complete, o.artifact AS other
    FROM subjects
    JOIN artifacts AS a USING (artifact)
    JOIN artifacts AS o ON o.artifact = CASE counterpart WHEN 'sibling' THEN sibling WHEN 'tree' THEN tree END
    WHERE o.is_complete;

-- Its files without a file of the same name and contents over there.
CREATE OR REPLACE TEMP MACRO strange_files(counterpart) AS TABLE
    SELECT c.*, f.path
    FROM compared(counterpart) AS c
    JOIN artifact_files AS f ON f.artifact = c.artifact AND f.kind = 'file'
    WHERE NOT EXISTS (
        SELECT 1
        FROM artifact_files AS g
        WHERE g.artifact = c.other AND g.sha256 = f.sha256 AND file_name(g.path) = file_name(f.path)
    );

-- What the counterparts hold: each file at all of its places.
CREATE OR REPLACE TEMP MACRO held(counterpart) AS TABLE
    SELECT DISTINCT c.other, unnest(places(f.path)) AS place
    FROM compared(counterpart) AS c
    JOIN artifact_files AS f ON f.artifact = c.other AND f.kind <> 'folder';

-- What the counterparts' package.json do, at all of their places.
CREATE OR REPLACE TEMP MACRO manifests(counterpart) AS TABLE
    SELECT DISTINCT c.other, o.capability, o.sink, o.target, unnest(places(o.path)) AS place
    FROM compared(counterpart) AS c
    JOIN artifact_observations AS o ON o.artifact = c.other AND file_name(o.path) = 'package.json';

-- Strange files that are code and do something suspicious. Publishing rewrites package.json, but not what it runs.
CREATE OR REPLACE TEMP MACRO suspicious_files(counterpart) AS TABLE
    SELECT s.subject_id, s.form, s.other, s.path, min(o.line) AS line
    FROM strange_files(counterpart) AS s
    JOIN suspicious_observations AS o ON o.artifact = s.artifact AND o.path = s.path
    ANTI JOIN manifests(counterpart) AS m
        ON m.other = s.other AND m.place = s.path
        AND m.capability = o.capability AND m.sink = o.sink AND m.target = o.target
    WHERE is_read_as_code(s.path)
    GROUP BY ALL;

-- Those of these whose like is nowhere over there, and that may have come from elsewhere with good reason: code of others
-- that a build brings in, a submodule's, and what packages of some forms are built into. Nothing can be said of them.
CREATE OR REPLACE TEMP MACRO built_files(counterpart) AS TABLE
    WITH absent AS (
        SELECT t.*, regexp_extract(t.path, '^([^/]*)/', 1) AS first_folder
        FROM suspicious_files(counterpart) AS t
        ANTI JOIN held(counterpart) AS h ON h.other = t.other AND h.place = t.path
    ),
    filled AS (
        SELECT DISTINCT c.other, unnest(folders(f.path)) AS folder
        FROM compared(counterpart) AS c
        JOIN artifact_files AS f ON f.artifact = c.other AND f.kind <> 'folder'
    ),
    empty AS (
        SELECT c.other, f.path AS folder
        FROM compared(counterpart) AS c
        JOIN artifact_files AS f ON f.artifact = c.other AND f.kind = 'folder'
        ANTI JOIN filled ON filled.other = c.other AND filled.folder = f.path
    ),
    inside AS (
        SELECT subject_id, other, path, unnest(folders(path)) AS folder
        FROM absent
    )
    SELECT subject_id, path
    FROM absent
    WHERE regexp_matches(path, '(^|/)_?(vendor|vendored|third_party)/')
    UNION
    SELECT subject_id, path
    FROM inside
    SEMI JOIN empty USING (other, folder)
    UNION
    SELECT subject_id, path
    FROM absent AS a
    ANTI JOIN filled AS f ON f.other = a.other AND file_name(f.folder) = a.first_folder
    WHERE is_built_form(form) AND first_folder <> ''
    UNION
    SELECT subject_id, a.path
    FROM absent AS a
    SEMI JOIN artifact_files AS f
        ON f.artifact = a.other
        AND stem(f.path) = stem(a.path)
        AND regexp_matches(f.path, '\.(ts|tsx|mts|cts|coffee)$')
    WHERE is_built_form(form);

-- What is strange and cannot be judged, so that nobody takes it for clean: machine code, and languages that are not read.
CREATE OR REPLACE TEMP MACRO unjudged_files(counterpart) AS TABLE
    SELECT s.subject_id, s.path
    FROM strange_files(counterpart) AS s
    WHERE
        is_other_program(s.path)
        OR EXISTS (
            SELECT 1
            FROM artifact_observations AS o
            WHERE o.artifact = s.artifact AND o.path = s.path AND o.capability = 'native_code'
        )
    UNION
    FROM built_files(counterpart);

-- Packages of such a form of which no program is over there as it is were built as a whole.
CREATE OR REPLACE TEMP MACRO wholly_built(counterpart) AS TABLE
    SELECT c.subject_id
    FROM compared(counterpart) AS c
    JOIN artifact_files AS f ON f.artifact = c.artifact AND f.kind = 'file'
    LEFT JOIN strange_files(counterpart) AS s ON s.subject_id = c.subject_id AND s.path = f.path
    WHERE is_built_form(c.form) AND is_read_as_code(f.path) AND file_name(f.path) <> 'package.json'
    GROUP BY c.subject_id
    HAVING count(*) = count(s.path);

-- The answer: yes where suspicious code is nowhere over there, no where all could be compared, else unknown.
CREATE OR REPLACE TEMP MACRO answer_from_other_code(counterpart) AS TABLE
    WITH strange_code AS (
        SELECT subject_id, path, line
        FROM suspicious_files(counterpart)
        ANTI JOIN built_files(counterpart) USING (subject_id, path)
        ANTI JOIN wholly_built(counterpart) USING (subject_id)
    ),
    doubtful AS (
        SELECT subject_id FROM unjudged_files(counterpart)
        UNION
        SELECT subject_id FROM wholly_built(counterpart)
    )
    SELECT
        subject_id,
        CASE
            WHEN count(t.path) > 0 THEN true
            WHEN bool_and(c.is_complete AND d.subject_id IS NULL) THEN false
        END AS answer,
        list(DISTINCT place_in(t.path, t.line, '') ORDER BY place_in(t.path, t.line, '')) FILTER (WHERE t.path IS NOT NULL) AS refs
    FROM subjects
    LEFT JOIN compared(counterpart) AS c USING (subject_id)
    LEFT JOIN strange_code AS t USING (subject_id)
    LEFT JOIN doubtful AS d USING (subject_id)
    GROUP BY subject_id;
