-- The words of commits' titles, taken apart once and not by every score.
CREATE MACRO words_of_title(message) AS regexp_extract_all(lower(split_part(message, E'\n', 1)), '[a-z][a-z0-9_]{2,}');

CREATE TABLE title_words (
    commit_no INTEGER NOT NULL,
    word VARCHAR NOT NULL             -- lower case, of three letters or more; once for each commit
);

INSERT INTO title_words SELECT DISTINCT commit_no, unnest(words_of_title(message)) FROM commits;
