"""How often changes to the same places were defect-inducing: reverted, or later blamed for a defect.

Why: of everything a history holds, past defects of the touched files and directories say most about the next one.
A defect counts only from the commit that reverts or blames the change, never from the change itself.
Unknown when: every file it touches is new, or nothing in its directories was changed, reverted or blamed before.
Lift: (defects + 1) / (defects expected at the project's rate + 1), so that little evidence says little. A reason says what was
counted, which may be many more times the rate.
Source: Kim et al. 2007, "Predicting faults from cached history"; Rahman et al. 2011, "BugCache for inspections".
"""

from math import inf

from knownhands.declarations import Cost, Direction, Family, Feature

_NEW = "is not known: none of its files has a known past"
_NOTHING = "is not known: it touches no file, or no earlier change of this project is known"


def _lift(id_: str, what: str, unknown: str, how: str = "reverted or later blamed") -> Feature:
    sentence = f"{what} are {how} {{value:times}} often as is usual here, cautiously reckoned"
    counted = f"{{part:number}} of the {{whole:number}} earlier {what}{{name}} {{part:was/were}} {how}; of all changes here {{usual:share}} were"
    return Feature(id_, "times the project's rate", 0, inf, Direction.RISES, Cost.COSTLY, sentence, unknown, counted)


_PLACES = "SELECT path, unnest(['file:' || path, 'directory:' || directory(path), 'subsystem:' || subsystem(path), 'type:' || extension(path)]) AS place FROM (SELECT DISTINCT path FROM file_changes)"
_WORDS = "SELECT path, 'word:' || unnest(path_words(path)) AS place FROM (SELECT DISTINCT path FROM file_changes)"


def _visited(ground: str) -> str:
    """Return SQL that lists for each place of a subject the commits that changed something there.

    Args:
        ground: SQL that names the places of paths; the fewer, the quicker.
    """
    return f"""
        WITH places AS (
            SELECT DISTINCT subject_id, base, split_part(place, ':', 1) AS kind, place
            FROM (
                SELECT subject_id, 'file:' || coalesce(previous_path, path) AS place FROM subject_files WHERE status <> 'A'
                UNION ALL
                SELECT subject_id, unnest(['directory:' || directory(path), 'subsystem:' || subsystem(path), 'type:' || extension(path)])
                FROM subject_files
                UNION ALL
                SELECT subject_id, 'word:' || unnest(path_words(path)) FROM subject_files
            )
            JOIN subjects USING (subject_id)
        ),
        ground AS (SELECT path, place FROM ({ground}) WHERE place IN (SELECT place FROM places)),
        visits AS (SELECT DISTINCT place, commit_no FROM file_changes JOIN ground USING (path))
    """  # noqa: S608 - our own words


_COUNTED = """,
        events AS (
            SELECT place, position, 1 AS change, 0 AS defect, 0 AS blame FROM visits JOIN commits USING (commit_no)
            UNION ALL
            SELECT place, unnest([r.position, r.blamed_at]), 0, unnest([1, 0]), unnest([0, 1])
            FROM visits
            JOIN defects AS r ON r.commit_no = visits.commit_no
        ),
        -- Few moments are asked about, so what lies between two of them is added up before anything is summed along the history.
        moments AS (SELECT place, base AS moment FROM places UNION SELECT place, base - 1000 FROM places),
        running AS (
            SELECT events.place, moment, sum(sum(change)) OVER past AS changes, sum(sum(defect)) OVER past AS defects, sum(sum(blame)) OVER past AS blames,
                max(max(CASE WHEN defect = 1 THEN position END)) OVER past AS last_defect
            FROM events
            ASOF JOIN moments ON events.place = moments.place AND position <= moment
            GROUP BY events.place, moment
            WINDOW past AS (PARTITION BY events.place ORDER BY moment)
        ),
        counted AS (
            SELECT t.subject_id, t.kind, t.place, t.base - now.last_defect AS since_defect, coalesce(now.changes, 0) AS changes, coalesce(now.defects, 0) AS defects, coalesce(now.blames, 0) AS blames,
                coalesce(now.defects, 0) - coalesce(earlier.defects, 0) AS defects_recent,
                share(w.defects, w.changes) AS rate, share(w.blames, w.changes) AS blame_rate
            FROM places AS t
            ASOF LEFT JOIN running AS now ON t.place = now.place AND t.base >= now.moment
            ASOF LEFT JOIN running AS earlier ON t.place = earlier.place AND t.base - 1000 >= earlier.moment
            LEFT JOIN project_past AS w USING (base)
        )
"""
"""SQL behind `_visited` that counts along the history, place by place."""


def _together(kind: str, defect: str = "position", usual: str = "defects") -> str:
    """Count for all places of a kind; a change to two of them is one change."""
    return f"""
        {_visited(_PLACES)}
        SELECT t.subject_id, count(DISTINCT c.commit_no) FILTER (WHERE r.{defect} <= t.base) AS part, count(DISTINCT c.commit_no) AS whole,
            any_value(share(w.{usual}, w.changes)) AS usual, '' AS name
        FROM places AS t
        JOIN visits AS v ON v.place = t.place
        JOIN commits AS c ON c.commit_no = v.commit_no AND c.position <= t.base
        LEFT JOIN defects AS r ON r.commit_no = c.commit_no
        LEFT JOIN project_past AS w ON w.base = t.base
        WHERE t.kind = '{kind}'
        GROUP BY t.subject_id
    """  # noqa: S608 - our own words


def _worst(kind: str, ground: str) -> str:
    """Count for the place with the highest lift. A word is named: it is of letters and digits, and a path may say anything."""
    name = f"' (' || max_by(place[{len(kind) + 2}:], (lift(defects, changes * rate), place)) || ')'" if kind == "word" else "''"
    return f"""
        {_visited(ground)}{_COUNTED}
        SELECT subject_id, max_by(defects, (lift(defects, changes * rate), place)) AS part, max_by(changes, (lift(defects, changes * rate), place)) AS whole,
            any_value(rate) AS usual, {name} AS name
        FROM counted
        WHERE kind = '{kind}'
        GROUP BY subject_id
    """  # noqa: S608 - our own words


FAMILY = Family(
    id="recorded_defects",
    subject="change",
    version=2,
    reads=("commits", "defects", "file_changes", "project_past"),
    columns=(
        Feature("file_defects", "changes", 0, inf, Direction.RISES, Cost.COSTLY, "{value:number} earlier {value:change/changes} to its files {value:was/were} reverted or later blamed | no earlier change to its files under their present names was reverted or later blamed", f"how many earlier changes to its files were reverted or later blamed {_NEW}"),
        Feature("file_defects_recent", "changes", 0, inf, Direction.RISES, Cost.COSTLY, "within the last 1,000 first-parent commits, {value:number} {value:change/changes} to its files {value:was/were} reverted or blamed | within the last 1,000 first-parent commits, no change to its files was reverted or blamed", f"how many recent changes to its files were reverted or blamed {_NEW}"),
        Feature("file_defect_rate", "share of changes", 0, 1, Direction.RISES, Cost.COSTLY, "{value:share} of the earlier changes to its files under their present names were reverted or later blamed | none of the earlier changes to its files under their present names was reverted or later blamed", f"which share of the earlier changes to its files was reverted or later blamed {_NEW}"),
        _lift("file_defect_lift_max", "changes to its riskiest file", f"how often changes to its riskiest file are reverted or later blamed {_NEW}"),
        Feature("directory_defects_recent", "changes", 0, inf, Direction.RISES, Cost.COSTLY, "within the last 1,000 first-parent commits, {value:number} {value:change/changes} to its directories {value:was/were} reverted or blamed | within the last 1,000 first-parent commits, no change to its directories was reverted or blamed", f"how many recent changes to its directories were reverted or blamed {_NOTHING}"),
        Feature("directory_defect_rate", "share of changes", 0, 1, Direction.RISES, Cost.COSTLY, "{value:share} of the earlier changes to its directories were reverted or later blamed | none of the earlier changes to its directories was reverted or later blamed", "which share of the earlier changes to its directories was reverted or later blamed is not known: nothing in them was changed before"),
        _lift("subsystem_defect_lift", "changes to its top-level directories", f"how often changes to its top-level directories are reverted or later blamed {_NOTHING}"),
        _lift("file_type_defect_lift", "changes to files of its types", f"how often changes to files of its types are reverted or later blamed {_NOTHING}"),
        _lift("path_word_defect_lift_max", "changes to paths with the riskiest word of its own paths", f"how often changes to paths with a word of its own paths are reverted or later blamed {_NOTHING}"),
        _lift("file_blame_lift", "changes to its files", f"how often changes to its files are later blamed for a defect {_NEW}", "later blamed for a defect"),
        Feature("directory_first_parents_since_defect", "first-parent commits", 0, inf, Direction.FALLS, Cost.COSTLY, "a change to its directories was last reverted or blamed {value:number} first-parent {value:commit/commits} earlier | a change to its directories was reverted or blamed just before it", "no change to its directories is known to have been reverted or later blamed"),
    ),
    sql=_visited(f"{_PLACES} UNION {_WORDS}") + _COUNTED + """
        SELECT
            subject_id,
            sum(defects) FILTER (WHERE kind = 'file') AS file_defects,
            sum(defects_recent) FILTER (WHERE kind = 'file') AS file_defects_recent,
            share(sum(defects) FILTER (WHERE kind = 'file'), sum(changes) FILTER (WHERE kind = 'file')) AS file_defect_rate,
            max(lift(defects, changes * rate)) FILTER (WHERE kind = 'file') AS file_defect_lift_max,
            sum(defects_recent) FILTER (WHERE kind = 'directory') AS directory_defects_recent,
            share(sum(defects) FILTER (WHERE kind = 'directory'), sum(changes) FILTER (WHERE kind = 'directory')) AS directory_defect_rate,
            lift(sum(defects) FILTER (WHERE kind = 'subsystem'), sum(changes * rate) FILTER (WHERE kind = 'subsystem')) AS subsystem_defect_lift,
            lift(sum(defects) FILTER (WHERE kind = 'type'), sum(changes * rate) FILTER (WHERE kind = 'type')) AS file_type_defect_lift,
            max(lift(defects, changes * rate)) FILTER (WHERE kind = 'word') AS path_word_defect_lift_max,
            lift(sum(blames) FILTER (WHERE kind = 'file'), sum(changes * blame_rate) FILTER (WHERE kind = 'file')) AS file_blame_lift,
            min(since_defect) FILTER (WHERE kind = 'directory') AS directory_first_parents_since_defect
        FROM counted
        GROUP BY subject_id
    """,
    counts={
        "file_defect_lift_max": _worst("file", _PLACES),
        "subsystem_defect_lift": _together("subsystem"),
        "file_type_defect_lift": _together("type"),
        "path_word_defect_lift_max": _worst("word", _WORDS),
        "file_blame_lift": _together("file", "blamed_at", "blames"),
    },
    evidence={
        "file_defects": "SELECT s.subject_id, 'commit' AS kind, bad.sha AS ref, r.position AS weight FROM subjects AS s JOIN subject_files AS f USING (subject_id) JOIN file_changes AS h ON h.path = coalesce(f.previous_path, f.path) JOIN defects AS r ON r.commit_no = h.commit_no AND r.position <= s.base JOIN commits AS bad ON bad.commit_no = r.commit_no GROUP BY ALL",
        "directory_defects_recent": "SELECT s.subject_id, 'commit' AS kind, bad.sha AS ref, r.position AS weight FROM subjects AS s JOIN subject_files AS f USING (subject_id) JOIN file_changes AS h ON directory(h.path) = directory(f.path) JOIN defects AS r ON r.commit_no = h.commit_no AND r.position <= s.base AND r.position > s.base - 1000 JOIN commits AS bad ON bad.commit_no = r.commit_no GROUP BY ALL",
    },
)
