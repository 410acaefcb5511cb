-- Which well-known package a name might be mistaken for; one row for each name that was looked at (docs/names.md).
CREATE TABLE name_matches (
    ecosystem VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    is_well_known BOOLEAN NOT NULL,   -- it is itself on the list, and was compared with those more used only
    target VARCHAR,                   -- the one that it resembles most; NULL: it resembles none
    rank INTEGER,                     -- the target's, 1 for the most used; 0 for a module of the standard library
    kinds VARCHAR[],                  -- how they resemble each other
    distance DOUBLE,                  -- share of letters that differ, 0 to 1
    confusability DOUBLE,             -- 0 to 1; no probability
    PRIMARY KEY (ecosystem, name)
);
