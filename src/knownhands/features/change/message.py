"""How the change explains itself.

Why: length, references and sign-offs show how much care went into a change.
Unknown when: no earlier message of the project is known.
Source: Kamei et al. 2013; Barnett et al. 2016, "The relationship between commit message detail and defect proneness".
"""

from math import inf

from knownhands.declarations import Cost, Direction, Family, Feature

FAMILY = Family(
    id="message",
    subject="change",
    version=1,
    reads=("project_past",),
    columns=(
        Feature("title_characters", "characters", 0, inf, Direction.EITHER, Cost.FREE, "the title of its message has {value:number} {value:character/characters} (typical: {typical:number}) | its message has no title"),
        Feature("message_ratio", "times the project's mean", 0, inf, Direction.EITHER, Cost.FREE, "its message is {value:times} long as messages here usually are", "how long messages here usually are cannot be said: no earlier one is known"),
        Feature("body_lines", "lines", 0, inf, Direction.EITHER, Cost.FREE, "below its title, its message has {value:number} {value:line/lines} (typical: {typical:number}) | below its title, its message has no line (typical: {typical:number})"),
        Feature("body_words", "words", 0, inf, Direction.EITHER, Cost.FREE, "below its title, its message has {value:number} {value:word/words} (typical: {typical:number}) | below its title, its message has no word (typical: {typical:number})"),
        Feature("issue_references", "references", 0, inf, Direction.EITHER, Cost.FREE, "its message holds {value:number} {value:reference/references} such as #12 or ABC-12 | its message holds no reference such as #12 or ABC-12"),
        Feature("message_links", "links", 0, inf, Direction.EITHER, Cost.FREE, "its message holds {value:number} {value:link/links} | its message holds no link"),
        Feature("commit_references", "commits", 0, inf, Direction.EITHER, Cost.FREE, "below its title, its message holds {value:number} {value:word/words} that can be the id of a commit | below its title, its message holds no word that can be the id of a commit"),
        Feature("review_trailers", "lines", 0, inf, Direction.EITHER, Cost.FREE, "its message has {value:number} {value:line/lines} such as Reviewed-by or Tested-by | its message has no line such as Reviewed-by or Tested-by"),
        Feature("sign_off_trailers", "lines", 0, inf, Direction.EITHER, Cost.FREE, "its message carries {value:number} {value:sign-off/sign-offs} | its message carries no sign-off"),
        Feature("has_scope", "yes or no", 0, 1, Direction.EITHER, Cost.FREE, "its title begins with a prefix that ends in a colon | its title begins with no prefix that ends in a colon"),
    ),
    sql=r"""
        SELECT
            subject_id,
            (length(message) + 20) / (mean_characters + 20) AS message_ratio,
            length(title) AS title_characters,
            length(body) - length(replace(body, E'\n', '')) + (body <> '')::INTEGER AS body_lines,
            CASE WHEN body = '' THEN 0 ELSE len(regexp_split_to_array(body, '\s+')) END AS body_words,
            len(regexp_extract_all(message, '#\d+|\bGH-\d+|\b[A-Z]{2,}-\d+')) AS "issue_references",
            len(regexp_extract_all(message, 'https?://')) AS message_links,
            len(regexp_extract_all(body, '\b[0-9a-f]{7,40}\b')) AS commit_references,
            len(regexp_extract_all(message, '(?im)^\s*(reviewed|acked|tested|approved)-by:')) AS review_trailers,
            len(regexp_extract_all(message, '(?im)^\s*signed-off-by:')) AS sign_off_trailers,
            regexp_matches(title, '^[\w./*,() \[\]-]{1,40}: ')::INTEGER AS has_scope
        FROM (
            SELECT subject_id, base, message, split_part(message, E'\n', 1) AS title, trim(substr(message, strpos(message || E'\n', E'\n') + 1), E'\n ') AS body
            FROM subjects
        )
        LEFT JOIN project_past USING (base)
    """,
)
