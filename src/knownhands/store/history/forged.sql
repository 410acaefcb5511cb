-- What commits claim of themselves that does not fit: one row for each change and event, of the subjects and of all in their windows.
-- A branch of several commits takes what it builds on in later than its first one: their dates are compared with nothing.
-- NOTE: anyone can type a date at either end of 64 bits, and days are taken off it: hence HUGEINT.
CREATE OR REPLACE TEMP TABLE claims AS
SELECT
    change_no, ordinal, base, a.name AS author_name, lower(a.email) AS author_email, k.name AS committer_name, lower(k.email) AS committer_email,
    a.person, authored_claimed_at::HUGEINT AS authored_at, committed_claimed_at::HUGEINT AS committed_at, author_tz AS zone, committer_tz, message,
    signing_key <> '' AS is_signed, sha, true AS is_alone
FROM changes
JOIN commits AS c ON c.commit_no = change_no
JOIN identities AS a ON a.identity = c.author
JOIN identities AS k ON k.identity = c.committer
WHERE ordinal BETWEEN (SELECT min(last) - 999 FROM windows) AND (SELECT max(last) FROM windows) + 1
    OR change_no IN (SELECT subject_id FROM subjects)
UNION ALL
SELECT
    subject_id, w.last + 1, CASE WHEN s.commits = 1 THEN s.base END, c.author_name, lower(c.author_email), c.committer_name, lower(c.committer_email),
    s.person, c.authored_claimed_at::HUGEINT, c.committed_claimed_at::HUGEINT, c.author_tz, NULL, c.message, c.signing_key <> '', c.sha, s.commits = 1
FROM subject_commits AS c
JOIN subjects AS s USING (subject_id)
JOIN windows AS w USING (subject_id)
WHERE subject_id < 0 AND c.parents < 2;

CREATE OR REPLACE TEMP TABLE claimed_paths AS
SELECT commit_no AS change_no, path FROM file_changes WHERE commit_no IN (SELECT change_no FROM claims)
UNION ALL
SELECT subject_id, path FROM subject_files WHERE subject_id < 0;

CREATE OR REPLACE TEMP MACRO is_bot(name) AS
    regexp_matches(name, '(?i)\[bot\]|^(dependabot|renovate|github-actions|claude|copilot|codex|cursor(agent)?|devin.*|jules|gemini|greenkeeper|pyup-bot|pre-commit-ci)$');
CREATE OR REPLACE TEMP MACRO is_nobody(name) AS
    regexp_matches(trim(name), '(?i)^(null|none|nil|undefined|unknown|nobody|root|user|your name|you|anonymous|localhost|test|-|\.)?$');
CREATE OR REPLACE TEMP MACRO plain_message(message) AS
    lower(trim(regexp_replace(regexp_replace(message, '(?i)\[(skip[ -]ci|ci[ -]skip|no[ -]ci|skip actions|actions skip)\]', '', 'g'), '\s+', ' ', 'g')));
-- When each kind of file came to be: nobody can have committed one before.
CREATE OR REPLACE TEMP MACRO first_known_at(path) AS CASE
    WHEN regexp_matches(path, '(^|/)\.claude/|(^|/)CLAUDE\.md$') THEN 1735689600    -- 2025
    WHEN regexp_matches(path, '(^|/)(\.gemini/|\.codex/|\.kiro/|AGENTS\.md$|GEMINI\.md$)') THEN 1740787200 -- March 2025
    WHEN regexp_matches(path, '(^|/)(\.cursor/|\.cursorrules$)') THEN 1672531200    -- 2023
    WHEN regexp_matches(path, '(^|/)\.devcontainer/') THEN 1546300800               -- 2019
    WHEN regexp_matches(path, '^\.github/workflows/') THEN 1538352000               -- October 2018
    WHEN regexp_matches(path, '(^|/)\.husky/') THEN 1609459200                      -- version 5, 2021
    WHEN regexp_matches(path, '(^|/)uv\.lock$') THEN 1704067200                     -- 2024
    WHEN regexp_matches(path, '(^|/)\.vscode/') THEN 1430265600                     -- April 2015
END;

CREATE OR REPLACE TEMP TABLE forged AS
WITH before AS (
    SELECT c.change_no, c.sha, b.committed_claimed_at::HUGEINT AS base_at
    FROM claims AS c
    LEFT JOIN commits AS b ON b.is_mainline AND b.position = c.base
),
-- Older changes with the same author date, and what they say. Those of the last week are left out: a rebase gives a whole series
-- the same second.
older AS (
    SELECT plain_message(c.message) AS said, o.ordinal, c.authored_claimed_at AS authored_at, c.committed_claimed_at AS committed_at, c.message
    FROM changes AS o
    JOIN commits AS c ON c.commit_no = o.change_no
    WHERE length(c.message) >= 12
        AND c.authored_claimed_at IN (SELECT authored_at FROM claims)
),
authors AS (
    -- What a forge signs when it squashes is no signature of the author's.
    SELECT a.person, o.ordinal, o.position, c.signing_key <> '' AND lower(k.email) <> 'noreply@github.com' AS is_signed
    FROM changes AS o
    JOIN commits AS c ON c.commit_no = o.change_no
    JOIN identities AS a ON a.identity = c.author
    JOIN identities AS k ON k.identity = c.committer
    WHERE a.person IN (SELECT person FROM claims)
),
signing AS (
    SELECT person, ordinal, sum(is_signed::INTEGER) OVER last AS signed, count(*) OVER last AS work
    FROM authors
    WINDOW last AS (PARTITION BY person ORDER BY ordinal ROWS BETWEEN 19 PRECEDING AND CURRENT ROW)
),
arrived AS (SELECT person, min(position) AS position FROM authors GROUP BY person),
touched AS (
    SELECT change_no, count(*) AS files,
        bool_or(regexp_matches(path, '(?i)(^|/)(package(-lock)?\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-(lock|workspace)\.ya?ml|bun\.lockb?|[^/]*requirements[^/]*|constraints[^/]*|setup\.(py|cfg)|pyproject\.toml|uv\.lock|pdm\.lock|poetry\.lock|pipfile(\.lock)?|pylock.*|cargo\.(toml|lock)|gemfile(\.lock)?|[^/]*\.gemspec|go\.(mod|sum|work)|composer\.(json|lock)|flake\.(nix|lock)|pom\.xml|[^/]*\.gradle(\.kts)?|[^/]*\.versions\.toml|[^/]*\.csproj|directory\.[^/]*\.props|packages\.config|mix\.(exs|lock)|pubspec\.(yaml|lock)|podfile(\.lock)?|package\.(swift|resolved)|environment\.ya?ml|conda[^/]*|tox\.ini|deno\.(json|lock)|\.pre-commit-config\.ya?ml|dockerfile[^/]*|[^/]*\.dockerfile|[^/]*\.bazel|deps|\.gitmodules|vcpkg\.json|conanfile.*|[^/]*\.nix|[^/]*\.cabal|[^/]*\.wrap|[^/]*versions?[^/]*|[^/]*\.tf)$|^\.github/|(^|/)(vendor|third[_-]?party|node_modules|deps|subprojects|requirements)/')) AS touches_dependencies,
        bool_or(path IS NOT NULL AND NOT is_docs(path)) AS touches_more_than_docs,
        min(first_known_at(path)) AS first_at, max(first_known_at(path)) AS newest_kind_at
    FROM claimed_paths
    GROUP BY change_no
),
marked AS (
    SELECT
        c.change_no, c.person, c.author_name,
        c.committed_at < b.base_at - 86400 AS committed_before_base,
        c.authored_at < b.base_at - 31536000 AND c.committed_at - c.authored_at > 15552000 AS authored_long_before,
        greatest(c.authored_at, c.committed_at) < t.newest_kind_at OR (c.authored_at < t.newest_kind_at - 86400) AS before_its_files,
        o.ordinal IS NOT NULL AS copied_author_date,
        o.ordinal IS NOT NULL AND c.committed_at = o.committed_at AS copied_both_dates,
        o.ordinal IS NOT NULL AND plain_message(c.message) = o.said AS repeated_with_date,
        regexp_matches(c.message, '(?i)\[(skip[ -]ci|ci[ -]skip|no[ -]ci|skip actions|actions skip)\]') AND coalesce(t.touches_more_than_docs, false) AS skips_ci,
        is_bot(c.author_name) AND coalesce(t.files, 0) > 0
            AND regexp_matches(split_part(c.message, E'\n', 1), '(?i)\b(update|bump|upgrade|renew)\b.*\b(dependenc(y|ies)|deps|packages?|version)\b')
            AND NOT t.touches_dependencies AS bot_without_its_work,
        NOT is_bot(c.author_name) AND coalesce(t.files, 0) > 0
            AND regexp_matches(split_part(c.message, E'\n', 1), '(?i)^(chore|build|fix)?(\((deps|dependencies|deps-dev)\))?:? ?(update|bump|upgrade)s? (all )?(dependenc(y|ies)|deps)\b')
            AND NOT t.touches_dependencies AS message_not_of_files,
        is_nobody(c.committer_name) OR (is_nobody(c.author_name) AND c.author_name <> '') AS nobody,
        c.committer_name = 'GitHub' AND c.committer_email = 'noreply@github.com' AND NOT c.is_signed AS unsigned_forge,
        NOT c.is_signed AND s.work >= 5 AND s.signed >= 0.9 * s.work AS unsigned_among_signed,
        is_bot(c.author_name) AND coalesce(f.position > c.base, true) AND is_alone AS new_bot
    FROM claims AS c
    LEFT JOIN before AS b ON b.change_no = c.change_no AND b.sha = c.sha
    LEFT JOIN touched AS t ON t.change_no = c.change_no
    LEFT JOIN older AS o ON o.authored_at = c.authored_at AND o.ordinal < c.ordinal AND o.committed_at < b.base_at - 604800
    LEFT JOIN arrived AS f ON f.person = c.person
    ASOF LEFT JOIN signing AS s ON s.person = c.person AND c.ordinal > s.ordinal
),
named AS (
    SELECT change_no, unnest([
        {'event': 'committed_before_base', 'is_so': committed_before_base},
        {'event': 'authored_long_before', 'is_so': authored_long_before},
        {'event': 'before_its_files', 'is_so': before_its_files},
        {'event': 'copied_author_date', 'is_so': copied_author_date AND NOT copied_both_dates AND NOT repeated_with_date},
        {'event': 'copied_both_dates', 'is_so': copied_both_dates AND NOT repeated_with_date},
        {'event': 'repeated_with_date', 'is_so': repeated_with_date},
        {'event': 'skips_ci', 'is_so': skips_ci},
        {'event': 'bot_without_its_work', 'is_so': bot_without_its_work},
        {'event': 'message_not_of_files', 'is_so': message_not_of_files},
        {'event': 'nobody', 'is_so': nobody},
        {'event': 'unsigned_forge', 'is_so': unsigned_forge},
        {'event': 'unsigned_among_signed', 'is_so': unsigned_among_signed},
        {'event': 'new_bot', 'is_so': new_bot}
    ]) AS mark
    FROM marked
)
SELECT DISTINCT change_no, mark.event AS event FROM named WHERE mark.is_so;
