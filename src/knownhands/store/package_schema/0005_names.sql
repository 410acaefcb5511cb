-- The better known package that a name is most easily mistaken for.
CREATE TABLE name_matches (
    ecosystem VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    target VARCHAR,                   -- NULL: nothing well known resembles it
    rank INTEGER,                     -- of the target, 1 is the most used; 0 is a module of the standard library
    kinds VARCHAR[],                  -- how they resemble each other, such as 'edit'
    distance DOUBLE,                  -- share of letters that differ
    confusability DOUBLE              -- 0 to 1; how often such a likeness was an attack among known ones and honest look-alikes
);
