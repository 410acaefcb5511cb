"""What the commits of the change claim of themselves that does not fit: dates, messages, names and missing signatures.

Why: worms of 2025 and 2026 copy a victim's old dates and message, commit as bots or as nobody, and do not sign; no forge shows it.
Unknown when: never.
Source: the ForceMemo and GlassWorm commits of March 2026; Shai-Hulud, September and November 2025; the PHP incident of 2021.
"""

from knownhands.declarations import Cost, Family
from knownhands.features.change._events import VIEW, event

_SENTENCES = {
    "committed_before_base": "it was committed, by its own date, a day or more before what it builds on | its date of committing is not before what it builds on",
    "authored_long_before": "it was written, by its own dates, half a year or more before it was committed, and a year before what it builds on | its dates are not years apart",
    "before_its_files": "by its own date it is older than the kind of file that it touches | it is not older than the kinds of files that it touches",
    "copied_author_date": "a change at least a week older has its author date to the second | no older change has its author date to the second",
    "copied_both_dates": "a change at least a week older has both of its dates to the second | no older change has both of its dates to the second",
    "repeated_with_date": "a change at least a week older has its message and its author date to the second | no older change has its message and its author date",
    "skips_ci": "its message tells CI not to run, and it changes more than documents | it does not keep CI from running",
    "bot_without_its_work": "a bot's name says it updates dependencies, and no file that declares any is touched | it is no bot's work without what that bot does",
    "message_not_of_files": "its title says it updates dependencies, and no file that declares any is touched | its title fits the kinds of files that it touches",
    "nobody": "its author or committer has a name like null or nobody | its author and committer have names",
    "unsigned_forge": "it says that the forge committed it, which signs what it commits, and it is not signed | it does not claim to be committed by a forge without its signature",
    "unsigned_among_signed": "it is not signed, as nearly all of its author's last changes were | it does not lack a signature that its author's last changes had",
    "new_bot": "it comes from a bot that never committed here before | it does not come from a bot that never committed here before",
}

FAMILY = Family(
    id="attack_history",
    subject="change",
    version=1,
    reads=("commits", "identities", "file_changes"),
    columns=tuple(event(f"history_{name}", Cost.FREE, sentence) for name, sentence in _SENTENCES.items()),
    sql=f"""
        SELECT s.subject_id, {", ".join(f"coalesce(max(1 + e.earlier) FILTER (WHERE e.event = '{name}'), 0) AS history_{name}" for name in _SENTENCES)}
        FROM subjects AS s
        LEFT JOIN subject_events AS e ON e.subject_id = s.subject_id AND e.place_group = 'history'
        GROUP BY s.subject_id
    """,  # noqa: S608 - our own names
    view=VIEW,
)
