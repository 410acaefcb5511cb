-- The changes of the history in their order, and where among them the window of each subject ends.
DELETE FROM changes;
INSERT INTO changes
SELECT commit_no, row_number() OVER (ORDER BY position, sha), position, sha
FROM commits
WHERE state = 'ok' AND parents < 2 AND position IS NOT NULL;

CREATE OR REPLACE TEMP TABLE windows AS
SELECT s.subject_id, s.reading, coalesce(p.ordinal, 0) AS last
FROM subjects AS s
ASOF LEFT JOIN (SELECT position, max(ordinal) AS ordinal FROM changes GROUP BY position) AS p ON s.base >= p.position;
