-- Three digits say enough, and make the file a third smaller.
CREATE OR REPLACE TEMP MACRO significant(x) AS CASE WHEN x = 0 THEN 0::FLOAT ELSE round(x, 2 - floor(log10(abs(x)))::INTEGER)::FLOAT END;

-- Which commits can be learnt from, and how each turned out.
--
-- `days` count from 1970-01-01 to the day the default branch took something in (the committer date of the first-parent
-- commit that brought it), so that nobody's typed author date moves a label.
CREATE OR REPLACE TEMP TABLE examples AS
WITH first_parents AS (
    SELECT position, least(32767, greatest(0, committed_claimed_at // 86400)) AS day -- 0 and 32767 stand for absurd dates
    FROM commits
    WHERE is_mainline AND committed_claimed_at IS NOT NULL
),
outcomes AS (
    SELECT m.blamed AS commit_no, min(l.day) FILTER (WHERE m.kind = 'revert') AS reverted, min(l.day) FILTER (WHERE m.kind <> 'revert') AS blamed
    FROM markers AS m
    JOIN commits AS c ON c.commit_no = m.commit_no
    JOIN commits AS bad ON bad.commit_no = m.blamed
    JOIN identities AS who ON who.identity = c.author
    JOIN identities AS whom ON whom.identity = bad.author
    JOIN first_parents AS l ON l.position = c.position
    WHERE NOT (who.person = whom.person AND c.committed_claimed_at::DOUBLE - bad.committed_claimed_at < 86400)
    GROUP BY m.blamed
),
candidates AS (
    SELECT c.commit_no, c.sha, c.position, l.day, outcomes.reverted, outcomes.blamed
    FROM commits AS c
    JOIN identities AS a ON a.identity = c.author
    JOIN first_parents AS l ON l.position = c.position
    LEFT JOIN outcomes ON outcomes.commit_no = c.commit_no
    WHERE c.state = 'ok'
        AND c.parents = 1
        AND l.day BETWEEN 1 AND 32766
        AND c.message NOT LIKE 'Revert "%'
        AND c.commit_no NOT IN (SELECT commit_no FROM markers WHERE kind = 'revert')
        AND NOT regexp_matches(a.name || ' <' || a.email, '(?i)\[bot\]|(^|[^a-z])(ro)?bot([^a-z]|$)|dependabot|renovate|greenkeeper|weblate|transifex|snyk|github-actions|automation|autoroll|release-please')
)
SELECT *
FROM candidates
WHERE position >= (SELECT nth_value FROM (
    SELECT position AS nth_value FROM candidates WHERE reverted IS NOT NULL OR blamed IS NOT NULL ORDER BY position LIMIT 1 OFFSET 2));
