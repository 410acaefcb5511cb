-- What the files of artifacts do, one row for each place where they do it. The three texts come from outside: at most 80
-- characters, '' for none.
CREATE TABLE artifact_observations (
    artifact VARCHAR NOT NULL,
    path VARCHAR NOT NULL,
    line INTEGER NOT NULL,            -- counts from 1; 0 is the whole file
    capability VARCHAR NOT NULL,      -- the id of a capability, such as 'network'
    trigger VARCHAR NOT NULL,         -- 'install', 'start' (of every interpreter), 'import' or 'call'
    source VARCHAR NOT NULL,          -- where data comes from: a call, path or variable
    sink VARCHAR NOT NULL,            -- the call that it goes to or that acts
    target VARCHAR NOT NULL           -- what it is done to: a command, file, host or variable; or what sort of thing it is
);

-- By which readers and capabilities all of that was read: what others read is forgotten, and read again when asked for.
CREATE TABLE artifact_reader (
    fingerprint VARCHAR NOT NULL
);

DROP TABLE IF EXISTS artifact_facts;
DELETE FROM artifacts;
DELETE FROM artifact_files;
DELETE FROM artifact_problems;
DELETE FROM artifact_manifests;
