"""How changes with the same words in their titles have fared in this project.

Why: "enable", a subsystem's prefix or a dependency's name mean trouble in one project and routine in another; the
project's own past says which.
Unknown when: its title has no word of three letters or more.
Lift: (defects + 1) / (defects expected at the project's rate + 1), so that little evidence says little.
Source: a naive Bayes reading of Mockus and Votta 2000, with each project as its own training data.
"""

from math import inf

from knownhands.declarations import Cost, Direction, Family, Feature

_WORDLESS = "its title has no word of three letters or more"


def _lift(id_: str, words: str, how: str = "reverted or later blamed") -> Feature:
    sentence = f"changes with {words} are {how} {{value:times}} often as is usual here, as far as is known"
    unknown = f"how often changes with {words} are {how} is not known: {_WORDLESS}, or no earlier change of this project is known"
    return Feature(id_, "times the project's rate", 0, inf, Direction.RISES, Cost.FREE, sentence, unknown)


FAMILY = Family(
    id="title_history",
    subject="change",
    version=2,
    reads=("commits", "defects", "project_past", "title_words"),
    columns=(
        _lift("title_defect_lift_mean", "the words of its title"),
        _lift("title_defect_lift_max", "the riskiest word of its title"),
        _lift("title_defect_lift_first", "the first word of its title"),
        _lift("title_revert_lift", "the words of its title", "reverted"),
        _lift("title_blame_lift", "the words of its title", "later blamed for a defect"),
        Feature("title_rarity", "earlier uses", 0, inf, Direction.EITHER, Cost.FREE, "the rarest word of its title was used {value:number} {value:time/times} in earlier titles | its title has a word that no earlier title has", _WORDLESS),
    ),
    sql="""
        WITH titles AS (
            SELECT subject_id, base, unnest(words) AS word, words[1] AS first
            FROM (SELECT subject_id, base, words_of_title(message) AS words FROM subjects)
        ),
        own_words AS (SELECT DISTINCT subject_id, base, word, word = first AS is_first FROM titles),
        vocabulary AS (SELECT DISTINCT word FROM own_words),
        uses AS (
            SELECT commit_no, position, word
            FROM title_words
            JOIN commits USING (commit_no)
            WHERE word IN (SELECT word FROM vocabulary) AND position IS NOT NULL AND parents < 2
        ),
        events AS (
            SELECT word, position, 1 AS used, 0 AS defect, 0 AS revert, 0 AS blame FROM uses
            UNION ALL
            SELECT word, unnest([r.position, r.reverted_at, r.blamed_at]), 0, unnest([1, 0, 0]), unnest([0, 1, 0]), unnest([0, 0, 1])
            FROM uses
            JOIN defects AS r ON r.commit_no = uses.commit_no
        ),
        running AS (
            SELECT word, position, sum(used) OVER past AS uses, sum(defect) OVER past AS defects,
                sum(revert) OVER past AS reverts, sum(blame) OVER past AS blames
            FROM events
            WHERE position IS NOT NULL
            WINDOW past AS (PARTITION BY word ORDER BY position)
        ),
        counted AS (
            SELECT s.subject_id, s.is_first, coalesce(r.uses, 0) AS uses,
                lift(coalesce(r.defects, 0), coalesce(r.uses, 0) * share(w.defects, w.changes)) AS lift,
                lift(coalesce(r.reverts, 0), coalesce(r.uses, 0) * share(w.reverts, w.changes)) AS revert_lift,
                lift(coalesce(r.blames, 0), coalesce(r.uses, 0) * share(w.blames, w.changes)) AS blame_lift
            FROM own_words AS s
            ASOF LEFT JOIN running AS r ON s.word = r.word AND s.base >= r.position
            LEFT JOIN project_past AS w USING (base)
        )
        SELECT
            subject_id,
            exp(avg(ln(lift))) AS title_defect_lift_mean,
            max(lift) AS title_defect_lift_max,
            max(lift) FILTER (WHERE is_first) AS title_defect_lift_first,
            exp(avg(ln(revert_lift))) AS title_revert_lift,
            exp(avg(ln(blame_lift))) AS title_blame_lift,
            min(uses) AS title_rarity
        FROM counted
        GROUP BY subject_id
    """,
)
