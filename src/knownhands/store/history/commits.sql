INSERT INTO subject_commits
SELECT
    c.commit_no, c.sha, author.name, author.email, committer.name, committer.email,
    c.authored_claimed_at, c.author_tz, c.committed_claimed_at, c.message, c.signing_key, c.parents
FROM commits AS c
JOIN identities AS author ON author.identity = c.author
JOIN identities AS committer ON committer.identity = c.committer
WHERE c.commit_no IN (SELECT subject_id FROM subjects)
    AND c.commit_no NOT IN (SELECT subject_id FROM subject_commits);
