-- Derive `markers` from messages: which later commit says that which earlier one was a mistake. Hex names are
-- resolved by prefix, unless two commits share it; a revert that names no hex is resolved by the exact subject it
-- quotes, newest first. "Follow-up to" notes are a habit of few projects and no marker. All are derived anew each
-- time: where a branch was rewritten, a quoted subject may mean another commit than before.
DELETE FROM markers;

CREATE OR REPLACE TEMP TABLE says AS
WITH readable AS (
    SELECT commit_no, position, message
    FROM commits
    WHERE message IS NOT NULL AND position IS NOT NULL
),
quoted AS (
    SELECT commit_no, position, 'revert' AS kind, unnest(regexp_extract_all(
        message, '(?i)\b(?:this reverts commits?|reverts? commit|revert of commit|reverts)\s+([0-9a-f]{7,64})\b', 1)) AS prefix
    FROM readable
    WHERE message ILIKE '%revert%'
    UNION ALL
    SELECT commit_no, position, 'fixes', unnest(regexp_extract_all(
        message, '(?im)^\s*fixes:?\s+(?:commit\s+)?([0-9a-f]{7,64})\b', 1))
    FROM readable
    WHERE message ILIKE '%fixes%'
    UNION ALL
    SELECT commit_no, position, 'regression', unnest(regexp_extract_all(
        message,
        '(?i)\b(?:regress(?:ion|ed)(?:\s+\w+){0,3}?|introduced|broken|broke|caused)\s+(?:in|by|from|since|with|after)\s+(?:commit\s+|git\s+|change\s+)?([0-9a-f]{7,64})\b',
        1))
    FROM readable
    WHERE regexp_matches(message, '(?i)regress|introduced|broke|caused')
)
SELECT DISTINCT commit_no, position, kind, lower(prefix) AS prefix
FROM quoted;

INSERT INTO markers
SELECT DISTINCT s.commit_no, any_value(c.commit_no), s.kind
FROM says AS s
JOIN commits AS c
    ON c.sha[:7] = s.prefix[:7] AND starts_with(c.sha, s.prefix)
    AND c.position <= s.position AND c.commit_no <> s.commit_no
GROUP BY s.commit_no, s.kind, s.prefix
HAVING count(*) = 1;

INSERT INTO markers
SELECT r.commit_no, arg_max(c.commit_no, (c.position, c.sha)), 'revert'
FROM (
    SELECT commit_no, position, regexp_extract(message, '(?s)^Revert "(.+?)"\s*(?:\(#\d+\))?\s*(?:\n|$)', 1) AS subject
    FROM commits
    WHERE message LIKE 'Revert "%'
        AND position IS NOT NULL
        AND commit_no NOT IN (SELECT commit_no FROM markers WHERE kind = 'revert')
) AS r
JOIN (
    SELECT commit_no, position, sha, split_part(message, E'\n', 1) AS subject
    FROM commits
    WHERE position IS NOT NULL AND message IS NOT NULL AND NOT starts_with(message, 'Revert "')
) AS c
    ON c.subject = r.subject AND c.position < r.position
WHERE r.subject <> ''
GROUP BY r.commit_no;

DROP TABLE says;

-- The words of the titles that are new: numbers only grow.
INSERT INTO title_words
SELECT DISTINCT commit_no, unnest(words_of_title(message))
FROM commits
WHERE commit_no > (SELECT coalesce(max(commit_no), -1) FROM title_words);
