INSERT INTO subjects
SELECT
    c.commit_no, c.sha, c.base, newest.committed_claimed_at, 1, author.person, author.name, author.email,
    committer.person, author.person = committer.person, c.authored_claimed_at, c.author_tz,
    c.committed_claimed_at, c.message, c.signing_key, c.is_mainline, c.sha
FROM commits AS c
JOIN identities AS author ON author.identity = c.author
JOIN identities AS committer ON committer.identity = c.committer
LEFT JOIN commits AS newest ON newest.is_mainline AND newest.position = c.base
WHERE c.state = 'ok'
    AND c.parents < 2
    AND c.position IS NOT NULL
    AND ($shas IS NULL OR list_contains($shas, c.sha));
