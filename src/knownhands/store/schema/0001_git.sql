-- The history of one repository. A store holds exactly one (docs/adr/0001).
--
-- Rules for every table: *_claimed_at is a date that whoever wrote the commit typed, in seconds since
-- 1970-01-01 UTC, and may be any 64-bit number; a NULL is something we could not read, never a zero.

-- One row per attempt to read a repository.
CREATE TABLE harvest_runs (
    run INTEGER PRIMARY KEY,
    source VARCHAR NOT NULL,          -- absolute path or address, without credentials
    head VARCHAR NOT NULL,            -- the commit whose ancestors were read
    boundary VARCHAR NOT NULL,        -- digest of the commits where a shallow clone ends; '' is a whole history
    is_complete BOOLEAN NOT NULL,     -- false until every commit was stored and placed
    commits INTEGER,                  -- commits that this run added
    unreadable INTEGER,               -- of those, the ones whose object could not be read
    harvester INTEGER NOT NULL        -- raised when the reader changes its meaning
);

-- A name and e-mail as they stand in commits.
CREATE TABLE identities (
    identity INTEGER NOT NULL,        -- counts from 0
    name VARCHAR NOT NULL,            -- bytes that are no UTF-8 become U+FFFD
    email VARCHAR NOT NULL,
    person INTEGER NOT NULL           -- the first identity with the same e-mail in lower case (or name, where empty)
);

-- Every commit that the default branch reaches.
CREATE TABLE commits (
    commit_no INTEGER NOT NULL,       -- counts from 0 in order of discovery; not an order in time
    sha VARCHAR NOT NULL,
    state VARCHAR NOT NULL,           -- 'ok', 'unreadable' (the object is missing or broken: all below is NULL),
                                      -- 'boundary' (shallow: parents and changes are unknown),
                                      -- 'no-changes' (metadata read, its trees could not be compared)
    parents INTEGER,                  -- how many
    author INTEGER,                   -- identities.identity
    committer INTEGER,
    authored_claimed_at BIGINT,
    author_tz SMALLINT,               -- minutes east of UTC
    committed_claimed_at BIGINT,
    committer_tz SMALLINT,
    message VARCHAR,                  -- decoded by the commit's own encoding header, else UTF-8
    signing_key VARCHAR,              -- who the signature claims to be from, unverified; '' is unsigned
    position INTEGER,                 -- see positions below; NULL: no longer reachable
    base INTEGER,
    is_mainline BOOLEAN               -- a first-parent commit of the default branch
);

-- Positions: the first-parent commits of the default branch are numbered 1, 2, 3 … A commit's `position` is the
-- number of the first of them that contains it; its `base` is the number of the newest of them that it contains,
-- itself excepted (0: none). So the commits with position <= base are all ancestors of the commit, whatever
-- dates anyone typed.

-- The files that each non-merge commit changes, against its parent, renames followed (50 % similarity).
CREATE TABLE file_changes (
    commit_no INTEGER NOT NULL,
    path VARCHAR NOT NULL,            -- '/'-separated; a byte that is no UTF-8 becomes U+FFFD and two hex digits
    previous_path VARCHAR,            -- NULL unless renamed or copied
    status VARCHAR NOT NULL,          -- A, C, D, M, R, T as git prints them
    old_mode INTEGER NOT NULL,        -- octal mode as a number (33188 = 100644, 57344 = submodule); 0: did not exist
    new_mode INTEGER NOT NULL
);

-- Counted lines, for the commits where somebody paid for them.
CREATE TABLE line_counts (
    commit_no INTEGER NOT NULL,
    path VARCHAR NOT NULL,
    lines_added INTEGER,              -- NULL: binary, or its contents are missing
    lines_deleted INTEGER,
    is_binary BOOLEAN                 -- NULL: its contents are missing
);

-- `Key: value` lines of the last paragraph of a message.
CREATE TABLE trailers (
    commit_no INTEGER NOT NULL,
    key VARCHAR NOT NULL,             -- lower case
    value VARCHAR NOT NULL
);

-- A later commit says that an earlier one was a mistake.
CREATE TABLE markers (
    commit_no INTEGER NOT NULL,       -- the commit that says so
    regretted INTEGER NOT NULL,       -- the commit it speaks of
    kind VARCHAR NOT NULL             -- 'revert', 'fixes' or 'regression'
);

-- Branches, tags and pull requests, where the clone has them, as of the last run.
CREATE TABLE refs (
    name VARCHAR NOT NULL,
    sha VARCHAR NOT NULL
);
