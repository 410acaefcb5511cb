-- What the files of changes do, where somebody paid for reading them.
-- A change is the name of a commit (compared with its first parent), or BASE..HEAD.

-- One row per change that was read.
CREATE TABLE readings (
    change VARCHAR NOT NULL,
    reader VARCHAR NOT NULL,          -- which readers and capabilities; what others read is read anew
    runs INTEGER                      -- files that can run and were read; NULL: its trees cannot be compared
);

CREATE TABLE change_observations (
    change VARCHAR NOT NULL,
    path VARCHAR NOT NULL,
    place VARCHAR NOT NULL,           -- the kind of place, such as 'ci', 'install' or 'docs'
    place_group VARCHAR NOT NULL,     -- 'by_itself', 'program' or 'elsewhere'
    line INTEGER NOT NULL,            -- after the change, from 1; 0: the file as a whole
    capability VARCHAR NOT NULL,
    trigger VARCHAR NOT NULL,
    source VARCHAR NOT NULL,
    sink VARCHAR NOT NULL,
    target VARCHAR NOT NULL,
    excerpt VARCHAR NOT NULL          -- of that line, cut
);

-- What can run and was not read.
CREATE TABLE change_unread (
    change VARCHAR NOT NULL,
    path VARCHAR NOT NULL,
    trigger VARCHAR NOT NULL,
    why VARCHAR NOT NULL
);
