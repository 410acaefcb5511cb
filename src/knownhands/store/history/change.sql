INSERT INTO subjects
SELECT
    -1, $sha, $base, (SELECT any_value(committed_claimed_at) FROM commits WHERE is_mainline AND position = $base), $commits,
    coalesce((SELECT min(person) FROM identities
              WHERE lower(if(email = '', name, email)) = lower(if($author_email = '', $author_name, $author_email))), -1),
    $author_name, $author_email,
    coalesce((SELECT min(person) FROM identities
              WHERE lower(if(email = '', name, email)) = lower(if($committer_email = '', $committer_name, $committer_email))), -1),
    lower(if($author_email = '', $author_name, $author_email)) = lower(if($committer_email = '', $committer_name, $committer_email)),
    $authored_claimed_at, $author_tz, $committed_claimed_at, $message, $signing_key, $is_first_parent;
