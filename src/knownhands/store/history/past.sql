-- What the history says once for all families, as far as the subjects ask; made anew with them.
DELETE FROM defects;
INSERT INTO defects
SELECT m.blamed, min(c.position), min(c.position) FILTER (WHERE m.kind = 'revert'), min(c.position) FILTER (WHERE m.kind <> 'revert')
FROM markers AS m
JOIN commits AS c ON c.commit_no = m.commit_no
JOIN commits AS bad ON bad.commit_no = m.blamed
JOIN identities AS who ON who.identity = c.author
JOIN identities AS whom ON whom.identity = bad.author
WHERE c.position IS NOT NULL
    AND NOT (who.person = whom.person AND c.committed_claimed_at::DOUBLE - bad.committed_claimed_at < 86400)
GROUP BY m.blamed;

DELETE FROM project_past;
INSERT INTO project_past
WITH events AS (
    SELECT position, 1 AS change, 0 AS defect, 0 AS revert, 0 AS blame, length(message) AS characters,
        coalesce(files, 0) AS files, (files IS NOT NULL)::INTEGER AS touching
    FROM commits
    LEFT JOIN (SELECT commit_no, count(*) AS files FROM file_changes GROUP BY commit_no) USING (commit_no)
    WHERE parents < 2
    UNION ALL
    SELECT unnest([position, reverted_at, blamed_at]), 0, unnest([1, 0, 0]), unnest([0, 1, 0]), unnest([0, 0, 1]), 0, 0, 0
    FROM defects
),
-- Few moments are asked about, so what lies between two of them is added up before anything is summed along the history.
moments AS (SELECT base AS moment FROM subjects UNION SELECT base - 1000 FROM subjects),
running AS (
    SELECT moment, sum(sum(change)) OVER past AS changes, sum(sum(defect)) OVER past AS defects, sum(sum(revert)) OVER past AS reverts,
        sum(sum(blame)) OVER past AS blames, sum(sum(characters)) OVER past AS characters, sum(sum(files)) OVER past AS files,
        sum(sum(touching)) OVER past AS touching
    FROM events
    ASOF JOIN moments ON position <= moment
    GROUP BY moment
    WINDOW past AS (ORDER BY moment)
)
SELECT base, now.changes, now.defects, now.reverts, now.blames,
    now.changes - coalesce(earlier.changes, 0), now.defects - coalesce(earlier.defects, 0),
    now.reverts - coalesce(earlier.reverts, 0), now.blames - coalesce(earlier.blames, 0),
    now.characters / nullif(now.changes, 0), now.files / nullif(now.touching, 0)
FROM (SELECT DISTINCT base FROM subjects)
ASOF JOIN running AS now ON base >= now.moment
ASOF LEFT JOIN running AS earlier ON base - 1000 >= earlier.moment;
