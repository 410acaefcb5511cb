INSERT INTO subjects
WITH given AS (
    SELECT *, lower(if(author_email = '', author_name, author_email)) AS author, lower(if(committer_email = '', committer_name, committer_email)) AS committer
    FROM given_changes
),
people AS (
    SELECT lower(if(email = '', name, email)) AS known, min(person) AS person
    FROM identities
    WHERE known IN (SELECT author FROM given UNION SELECT committer FROM given)
    GROUP BY known
)
SELECT
    g.subject_id, g.sha, g.base, newest.committed_claimed_at, g.commits, coalesce(a.person, -1), g.author_name, g.author_email,
    coalesce(k.person, -1), g.author = g.committer, g.authored_claimed_at, g.author_tz, g.committed_claimed_at, g.message,
    g.signing_key, g.is_first_parent, g.reading
FROM given AS g
LEFT JOIN people AS a ON a.known = g.author
LEFT JOIN people AS k ON k.known = g.committer
LEFT JOIN (SELECT position, any_value(committed_claimed_at) AS committed_claimed_at FROM commits WHERE is_mainline GROUP BY position) AS newest
    ON newest.position = g.base;
DELETE FROM given_changes;
