"""What an attacker does to a malicious archive so that it is not found, done to its contents in memory; nothing is run."""

from __future__ import annotations

import ast
import warnings
from dataclasses import replace
from io import StringIO
from typing import TYPE_CHECKING

from knownhands.harvest.archive.contents import Member

if TYPE_CHECKING:
    from collections.abc import Iterable

    from knownhands.harvest.archive.contents import Contents

_PARTS = 3


def padded(contents: Contents, honest: Contents) -> Contents:
    """Add the programs of an honest package, in a folder of their own."""
    top = f"{contents.top}/" if contents.top else ""
    extra = [
        replace(member, path=f"{top}bundled/{honest.inner_path(member.path)}")
        for member in honest.members
        if member.body is not None and member.path.endswith(".py") and not member.path.endswith("setup.py")
    ]
    return replace(contents, members=(*contents.members, *extra))


def moved_to_data(contents: Contents, path: str) -> Contents | None:
    """Move a program into a data file and leave one line that runs it.

    Args:
        contents: of the archive.
        path: of the program, without the top folder.

    Returns:
        None where there is no such program.
    """
    member = _find(contents, path)
    if member is None:
        return None
    folder = member.path.rpartition("/")[0]
    data = f"{folder}/notes.dat" if folder else "notes.dat"
    inner = contents.inner_path(data)
    loader = f'exec(open("{inner}").read())\n'.encode()
    return _with(contents, member, [_file(member.path, loader), _file(data, member.body or b"")])


def split(contents: Contents, path: str) -> Contents | None:
    """Spread the statements of a Python program over several modules that it imports; None where it cannot be parsed."""
    member = _find(contents, path)
    if member is None or not path.endswith(".py"):
        return None
    body = member.body or b""
    try:
        with warnings.catch_warnings(action="ignore"):
            statements = ast.parse(body).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    if len(statements) < _PARTS:
        return None
    lines = StringIO(body.decode("utf-8", "replace"), newline="").readlines()  # as ast counts them
    size = -(-len(statements) // _PARTS)
    starts = [_first_line(statements[place]) - 1 for place in range(0, len(statements), size)]
    ends = [*starts[1:], len(lines)]
    folder, _, name = member.path.rpartition("/")
    is_module = folder != contents.top and name != "setup.py"
    written = []
    for number, (start, end) in enumerate(zip(starts, ends, strict=True)):
        before = "".join(f"from {'.' if is_module else ''}_part{part} import *\n" for part in range(number))
        text = before + "".join(lines[start:end])
        written.append(_file(f"{folder}/_part{number}.py" if folder else f"_part{number}.py", text.encode()))
    main = "".join(f"from {'.' if is_module else ''}_part{part} import *\n" for part in range(len(starts)))
    return _with(contents, member, [_file(member.path, main.encode()), *written])


def _first_line(statement: ast.stmt) -> int:
    decorators: list[ast.expr] = getattr(statement, "decorator_list", [])
    return min([statement.lineno, *(decorator.lineno for decorator in decorators)])


def _find(contents: Contents, path: str) -> Member | None:
    return next(
        (member for member in contents.members if member.body is not None and contents.inner_path(member.path) == path),
        None,
    )


def _file(path: str, body: bytes) -> Member:
    return Member(path, len(body), body, 0o644, "file")


def _with(contents: Contents, old: Member, new: Iterable[Member]) -> Contents:
    return replace(contents, members=(*(member for member in contents.members if member is not old), *new))
