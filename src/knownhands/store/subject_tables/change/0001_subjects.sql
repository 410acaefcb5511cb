-- What is to be measured. `base` and `base_at` say what may be known of the past: only commits with
-- position <= base, the newest of which was committed at base_at (a claim of somebody else's).
CREATE OR REPLACE TEMP TABLE subjects (
    subject_id INTEGER NOT NULL,
    sha VARCHAR NOT NULL,
    base INTEGER NOT NULL,
    base_at BIGINT,
    commits INTEGER NOT NULL,
    person INTEGER NOT NULL,          -- -1: an e-mail this history has never seen
    author_name VARCHAR NOT NULL,
    author_email VARCHAR NOT NULL,
    committer_person INTEGER NOT NULL,
    is_author_committer BOOLEAN NOT NULL,
    authored_claimed_at BIGINT,
    author_tz SMALLINT,
    committed_claimed_at BIGINT,
    message VARCHAR NOT NULL,
    signing_key VARCHAR NOT NULL,
    is_first_parent BOOLEAN                 -- a first-parent commit of the default branch; NULL: not merged yet
);

CREATE OR REPLACE TEMP TABLE subject_files (
    subject_id INTEGER NOT NULL,
    path VARCHAR NOT NULL,
    previous_path VARCHAR,
    status VARCHAR NOT NULL,
    old_mode INTEGER NOT NULL,
    new_mode INTEGER NOT NULL,
    lines_added INTEGER,
    lines_deleted INTEGER,
    is_binary BOOLEAN
);

CREATE OR REPLACE TEMP MACRO directory(path) AS parse_dirpath(path, 'forward_slash');
CREATE OR REPLACE TEMP MACRO subsystem(path) AS CASE WHEN contains(path, '/') THEN split_part(path, '/', 1) ELSE '' END;
CREATE OR REPLACE TEMP MACRO extension(path) AS lower(regexp_extract(path, '\.([A-Za-z0-9_]+)$', 1));
CREATE OR REPLACE TEMP MACRO is_test(path) AS
    regexp_matches(path, '(?i)(^|/)(tests?|testing|spec|specs|__tests__|t|testdata|fixtures|e2e)/|(^|/)test[_-]|[._-](test|tests|spec)\.|(^|/)conftest\.py$|Tests?\.(java|kt|cs|swift)$');
CREATE OR REPLACE TEMP MACRO is_ci(path) AS
    regexp_matches(path, '(?i)^\.github/(workflows|actions)/|^\.gitlab-ci|^\.circleci/|^\.travis|^azure-pipelines|^\.buildkite/|(^|/)jenkinsfile|^appveyor|^\.cirrus|(^|/)action\.ya?ml$');
CREATE OR REPLACE TEMP MACRO is_docs(path) AS
    regexp_matches(path, '(?i)(^|/)(docs?|documentation|man|guides?)/|\.(md|rst|adoc|asciidoc|txt|pod|tex|po)$|(^|/)(readme|changelog|changes|news|authors|contributing|copying|license)[^/]*$')
    AND NOT regexp_matches(path, '(?i)(^|/)(cmakelists|meson_options|requirements[^/]*|constraints[^/]*)\.txt$');
CREATE OR REPLACE TEMP MACRO is_fix(message) AS
    regexp_matches(message, '(?i)\b(fix(e[sd]|ing)?|bug(s|fix(es)?)?|defects?|crash(es|ed)?|repair(s|ed)?|resolve[sd]?|leak(s|ed)?)\b');
CREATE OR REPLACE TEMP MACRO path_words(path) AS regexp_extract_all(lower(path), '[a-z0-9]{3,}');

-- NOTE: least() and greatest() pass over NULL, so a clamped unknown would turn into a bound.
CREATE OR REPLACE TEMP MACRO share(part, whole) AS CASE WHEN part IS NOT NULL AND whole > 0 THEN least(1, part / whole) END;
CREATE OR REPLACE TEMP MACRO lift(defects, expected) AS (defects + 1) / (expected + 1);
CREATE OR REPLACE TEMP MACRO days_between(earlier, later) AS
    CASE WHEN earlier IS NOT NULL AND later IS NOT NULL THEN greatest(0, later::DOUBLE - earlier) / 86400 END;

-- The commits that turned out to be defect-inducing, and the first time that a later commit said so: in any way, by
-- reverting it, and by blaming it for a defect. An author who does so to their own work within a day does not count.
CREATE OR REPLACE TEMP TABLE defects (
    commit_no INTEGER NOT NULL,
    position INTEGER NOT NULL,
    reverted_at INTEGER,                    -- a position, as is blamed_at
    blamed_at INTEGER
);

-- What the project as a whole had behind it at each base that a subject has. Merges do not count; recent is the last
-- 1,000 first-parent commits. No row: nothing came before.
CREATE OR REPLACE TEMP TABLE project_past (
    base INTEGER NOT NULL,
    changes BIGINT NOT NULL,
    defects BIGINT NOT NULL,
    reverts BIGINT NOT NULL,
    blames BIGINT NOT NULL,
    changes_recent BIGINT NOT NULL,
    defects_recent BIGINT NOT NULL,
    reverts_recent BIGINT NOT NULL,
    blames_recent BIGINT NOT NULL,
    mean_characters DOUBLE,                 -- of a message
    mean_files DOUBLE                       -- of a commit that changes any
);
