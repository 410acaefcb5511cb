"""Python and JavaScript within the commands of a shell."""

from __future__ import annotations

from knownhands.harvest.code.notes import Ends, Notes

_UNREAD = frozenset({"unparsable", "older_python"})


def note_foreign(notes: Notes, language: str, code: str, at: tuple[int, str]) -> None:
    """Note what code in another language shows.

    Args:
        notes: where to gather.
        language: `python` or `node`.
        code: all of it.
        at: the line of the command, and when that runs.
    """
    from knownhands.harvest.code.javascript import read_javascript
    from knownhands.harvest.code.python import read_python

    read = read_python if language == "python" else read_javascript
    for seen in read(notes.path, code.encode("utf-8", "replace"), Notes(notes.path, is_program=True)):
        if seen.capability not in _UNREAD:
            trigger = seen.trigger if seen.trigger == "call" else at[1]
            notes.add(at[0], seen.capability, trigger, Ends(seen.source, seen.sink, seen.target))
