"""How changes with the same words in their titles have fared in this project.

Why: "enable", a subsystem's prefix or a dependency's name mean trouble in one project and routine in another; the
project's own past says which.
Unknown when: its title has no word of three letters or more.
Lift: (defects + 1) / (defects expected at the project's rate + 1), so that little evidence says little. A reason says what was
counted of the word that says most.
Source: a naive Bayes reading of Mockus and Votta 2000, with each project as its own training data.
"""

from math import inf

from knownhands.declarations import Cost, Direction, Family, Feature

_WORDLESS = "its title has no word of three letters or more"


def _lift(id_: str, words: str, how: str = "reverted or later blamed") -> Feature:
    sentence = f"changes with {words} are {how} {{value:times}} often as is usual here, cautiously reckoned"
    counted = f"{{part:number}} of the {{whole:number}} earlier changes with the word “{{name}}” in their titles {{part:was/were}} {how}; of all changes here {{usual:share}} were"
    unknown = f"how often changes with {words} are {how} is not known: {_WORDLESS}, or no earlier change of this project is known"
    return Feature(id_, "times the project's rate", 0, inf, Direction.RISES, Cost.FREE, sentence, unknown, counted)


_COUNTED = """
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
            SELECT s.subject_id, s.word, s.is_first, coalesce(r.uses, 0) AS uses,
                coalesce(r.defects, 0) AS defects, coalesce(r.reverts, 0) AS reverts, coalesce(r.blames, 0) AS blames,
                share(w.defects, w.changes) AS defects_usual, share(w.reverts, w.changes) AS reverts_usual, share(w.blames, w.changes) AS blames_usual,
                lift(coalesce(r.defects, 0), coalesce(r.uses, 0) * share(w.defects, w.changes)) AS defects_lift,
                lift(coalesce(r.reverts, 0), coalesce(r.uses, 0) * share(w.reverts, w.changes)) AS reverts_lift,
                lift(coalesce(r.blames, 0), coalesce(r.uses, 0) * share(w.blames, w.changes)) AS blames_lift
            FROM own_words AS s
            ASOF LEFT JOIN running AS r ON s.word = r.word AND s.base >= r.position
            LEFT JOIN project_past AS w USING (base)
        )
"""


def _word(order: str, of: str = "defects", where: str = "true") -> str:
    """Count for the word of a title that comes last in an order."""
    return f"""
        {_COUNTED}
        SELECT subject_id, max_by({of}, ({order}, word)) AS part, max_by(uses, ({order}, word)) AS whole,
            any_value({of}_usual) AS usual, max_by(word, ({order}, word)) AS name
        FROM counted
        WHERE {where}
        GROUP BY subject_id
    """  # noqa: S608 - our own words


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
    sql=_COUNTED + """
        SELECT
            subject_id,
            exp(avg(ln(defects_lift))) AS title_defect_lift_mean,
            max(defects_lift) AS title_defect_lift_max,
            max(defects_lift) FILTER (WHERE is_first) AS title_defect_lift_first,
            exp(avg(ln(reverts_lift))) AS title_revert_lift,
            exp(avg(ln(blames_lift))) AS title_blame_lift,
            min(uses) AS title_rarity
        FROM counted
        GROUP BY subject_id
    """,
    counts={
        "title_defect_lift_mean": _word("abs(ln(defects_lift))"),
        "title_defect_lift_max": _word("defects_lift"),
        "title_defect_lift_first": _word("defects_lift", where="is_first"),
        "title_revert_lift": _word("abs(ln(reverts_lift))", "reverts"),
        "title_blame_lift": _word("abs(ln(blames_lift))", "blames"),
    },
)
