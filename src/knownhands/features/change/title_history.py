"""How changes with the same words in their titles have fared in this project.

Why: "enable", a subsystem's prefix or a dependency's name mean trouble in one project and routine in another; the
project's own past says which.
Unknown when: the title has no word of three letters.
Lift: (regrets + 1) / (regrets expected at the project's rate + 1), so that little evidence says little.
Source: a naive Bayes reading of Mockus and Votta 2000, with each project as its own training data.
"""

from math import inf

from knownhands.records import Cost, Direction, Family, Feature

FAMILY = Family(
    id="title_history",
    subject="change",
    version=2,
    reads=("commits", "identities", "markers"),
    columns=(
        Feature("title_lift_mean", "times the project's rate", 0, inf, Direction.RISES, Cost.FREE, "changes with its title's words are regretted {value:.1f} times as often as this project's changes are, on average"),
        Feature("title_lift_max", "times the project's rate", 0, inf, Direction.RISES, Cost.FREE, "changes with one of its title's words are regretted {value:.1f} times as often as this project's changes are"),
        Feature("title_lift_first", "times the project's rate", 0, inf, Direction.RISES, Cost.FREE, "changes whose title begins with the same word are regretted {value:.1f} times as often as this project's changes are"),
        Feature("title_revert_lift", "times the project's rate", 0, inf, Direction.RISES, Cost.FREE, "changes with its title's words are reverted {value:.1f} times as often as this project's changes are, on average"),
        Feature("title_blame_lift", "times the project's rate", 0, inf, Direction.RISES, Cost.FREE, "changes with its title's words are blamed {value:.1f} times as often as this project's changes are, on average"),
        Feature("title_rarity", "earlier uses", 0, inf, Direction.EITHER, Cost.FREE, "the rarest word of its title was used {value:,.0f} times before"),
    ),
    sql="""
        WITH said AS (
            SELECT subject_id, base, unnest(words) AS word, words[1] AS first
            FROM (SELECT subject_id, base, title_words(message) AS words FROM subjects)
        ),
        spoken AS (SELECT DISTINCT subject_id, base, word, word = first AS is_first FROM said),
        wanted AS (SELECT DISTINCT word FROM spoken),
        uses AS (
            SELECT DISTINCT commit_no, position, word
            FROM (SELECT commit_no, position, unnest(title_words(message)) AS word FROM commits WHERE position IS NOT NULL AND parents < 2)
            WHERE word IN (SELECT word FROM wanted)
        ),
        events AS (
            SELECT word, position, 1 AS used, 0 AS regret, 0 AS revert, 0 AS blame FROM uses
            UNION ALL
            SELECT word, unnest([r.position, r.reverted_at, r.blamed_at]), 0, unnest([1, 0, 0]), unnest([0, 1, 0]), unnest([0, 0, 1])
            FROM uses
            JOIN regrets AS r ON r.regretted = uses.commit_no
        ),
        running AS (
            SELECT word, position, sum(used) OVER past AS uses, sum(regret) OVER past AS regrets,
                sum(revert) OVER past AS reverts, sum(blame) OVER past AS blames
            FROM events
            WHERE position IS NOT NULL
            WINDOW past AS (PARTITION BY word ORDER BY position)
        ),
        whole AS (
            SELECT position, sum(sum(used)) OVER past AS uses, sum(sum(regret)) OVER past AS regrets,
                sum(sum(revert)) OVER past AS reverts, sum(sum(blame)) OVER past AS blames
            FROM (
                SELECT position, 1 AS used, 0 AS regret, 0 AS revert, 0 AS blame FROM commits WHERE parents < 2
                UNION ALL
                SELECT unnest([position, reverted_at, blamed_at]), 0, unnest([1, 0, 0]), unnest([0, 1, 0]), unnest([0, 0, 1]) FROM regrets
            )
            WHERE position IS NOT NULL
            GROUP BY position
            WINDOW past AS (ORDER BY position)
        ),
        counted AS (
            SELECT s.subject_id, s.is_first, coalesce(r.uses, 0) AS uses,
                lift(coalesce(r.regrets, 0), coalesce(r.uses, 0) * share(w.regrets, w.uses)) AS lift,
                lift(coalesce(r.reverts, 0), coalesce(r.uses, 0) * share(w.reverts, w.uses)) AS revert_lift,
                lift(coalesce(r.blames, 0), coalesce(r.uses, 0) * share(w.blames, w.uses)) AS blame_lift
            FROM spoken AS s
            ASOF LEFT JOIN running AS r ON s.word = r.word AND s.base >= r.position
            ASOF LEFT JOIN whole AS w ON s.base >= w.position
        )
        SELECT
            subject_id,
            exp(avg(ln(lift))) AS title_lift_mean,
            max(lift) AS title_lift_max,
            max(lift) FILTER (WHERE is_first) AS title_lift_first,
            exp(avg(ln(revert_lift))) AS title_revert_lift,
            exp(avg(ln(blame_lift))) AS title_blame_lift,
            min(uses) AS title_rarity
        FROM counted
        GROUP BY subject_id
    """,
)
