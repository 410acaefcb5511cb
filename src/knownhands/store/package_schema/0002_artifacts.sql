-- What was read in archives and folders, without running anything. `artifact` is the SHA-256 of the archive, or of the
-- names and contents of a folder's files, in hexadecimal.
CREATE TABLE artifacts (
    artifact VARCHAR PRIMARY KEY,
    name VARCHAR NOT NULL,            -- the file's or folder's own name, a claim
    form VARCHAR NOT NULL,            -- a shape of an ecosystem, such as 'sdist'; 'zip', 'tar' or 'folder'
    is_complete BOOLEAN NOT NULL      -- false: something in it could not be read, or was not for its size
);

CREATE TABLE artifact_files (
    artifact VARCHAR NOT NULL,
    path VARCHAR NOT NULL,            -- below the common top folder
    kind VARCHAR NOT NULL,            -- 'file', 'link', 'folder' or 'device'
    size_bytes BIGINT NOT NULL,
    mode INTEGER NOT NULL,
    sha256 VARCHAR                    -- of its contents, hexadecimal; NULL: it has none, or they could not be read
);

-- What is odd about the archive itself.
CREATE TABLE artifact_problems (
    artifact VARCHAR NOT NULL,
    problem VARCHAR NOT NULL,         -- such as 'path-traversal'; harvest/archive says which there are
    path VARCHAR NOT NULL,
    detail VARCHAR NOT NULL
);
