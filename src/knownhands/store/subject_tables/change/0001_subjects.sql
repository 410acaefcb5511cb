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
    is_first_parent BOOLEAN,                -- a first-parent commit of the default branch; NULL: not merged yet
    reading VARCHAR NOT NULL                -- by which name its contents were read
);

-- Changes that are no part of the stored history, or not as they are looked at, before their people are known.
CREATE OR REPLACE TEMP TABLE given_changes (
    subject_id INTEGER NOT NULL,
    sha VARCHAR NOT NULL,
    base INTEGER NOT NULL,
    commits INTEGER NOT NULL,
    author_name VARCHAR NOT NULL,
    author_email VARCHAR NOT NULL,
    committer_name VARCHAR NOT NULL,
    committer_email VARCHAR NOT NULL,
    authored_claimed_at BIGINT,
    author_tz SMALLINT,
    committed_claimed_at BIGINT,
    message VARCHAR NOT NULL,
    signing_key VARCHAR NOT NULL,
    is_first_parent BOOLEAN,
    reading VARCHAR NOT NULL
);

-- The commits that a subject is made of, newest first: what each says of itself. A commit of the history is its own single
-- one. Of a range those that cannot be read have no row, and of a very long one only the newest have.
CREATE OR REPLACE TEMP TABLE subject_commits (
    subject_id INTEGER NOT NULL,
    sha VARCHAR NOT NULL,
    author_name VARCHAR NOT NULL,
    author_email VARCHAR NOT NULL,
    committer_name VARCHAR NOT NULL,
    committer_email VARCHAR NOT NULL,
    authored_claimed_at BIGINT,
    author_tz SMALLINT,
    committed_claimed_at BIGINT,
    message VARCHAR NOT NULL,
    signing_key VARCHAR NOT NULL,           -- "" when unsigned
    parents INTEGER NOT NULL                -- how many
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
-- What people call a test beyond what the model learned to call one, for sentences. The same folders as the place `test` in
-- harvest/content/places.py; to be made one with is_test when the model is trained anew.
CREATE OR REPLACE TEMP MACRO is_called_test(path) AS is_test(path) OR regexp_matches(path, '(?i)(^|/)([^/]{0,60}[ _.])?(tests?|testing)([ _.-][^/]{0,60})?/|(^|/)[^/]{0,60}-tests(-[^/]{0,60})?/|(^|/)(unit|integration|functional|system|acceptance|smoke|conformance|regression|stress|self)[ _.-]?(tests?|specs?)/|(^|/)tests?(suites?|data|cases?|files?|utils?|helpers?|support|bed)/|(^|/)(tst|fixtures?|__fixtures__|__mocks__|__snapshots__|regress(ion)?s?)/|tests?\.(scala|php|groovy)$|\.t$');
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

-- The changes of the default branch in the order in which it took them in, from 1; merges are none.
CREATE OR REPLACE TEMP TABLE changes (
    change_no INTEGER NOT NULL,             -- the commit's number
    ordinal INTEGER NOT NULL,
    position INTEGER NOT NULL,
    reading VARCHAR NOT NULL
);

-- What subjects do that attacks do, and how many of the up to 1,000 changes before them did the same.
CREATE OR REPLACE TEMP TABLE subject_events (
    subject_id INTEGER NOT NULL,
    place_group VARCHAR NOT NULL,           -- 'by_itself', 'program' or 'elsewhere' of what contents show; 'history' of what commits claim
    event VARCHAR NOT NULL,                 -- a capability, or the name of a column about what commits claim
    earlier INTEGER                         -- of the changes before it; NULL: not all of those were read
);
