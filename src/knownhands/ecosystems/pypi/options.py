"""Lines of options in pip's requirements files, parsed as pip does: by optparse, with its abbreviations."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from functools import cache
from optparse import OptionParser
from typing import NoReturn

from knownhands.ecosystems.pypi.requirement import MAX_LENGTH

_LISTS = {"editables": ("-e", "--editable"), "files": ("-r", "--requirement"), "constraints": ("-c", "--constraint")}
# Where packages come from is for whoever knows pip's settings; the others add no package.
_PASSED_OVER = (
    ("-i", "--index-url", "--pypi-url"),
    ("--extra-index-url",),
    ("-f", "--find-links"),
    ("--trusted-host",),
    ("--no-binary",),
    ("--only-binary",),
    ("--use-feature",),
    ("--global-option",),
    ("--hash",),
    ("-C", "--config-setting", "--config-settings"),
)
_SWITCHES = ("--no-index", "--prefer-binary", "--require-hashes", "--pre")


@dataclass(frozen=True, slots=True)
class Options:
    """What pip takes from a line of options.

    Attributes:
        editable: what to install as editable; empty for nothing.
        include: the path of another file, which pip reads unless something is editable; empty for none.
        constrains: whether that file only constrains.
        is_understood: False where anything in the line is odd or is passed over by pip.
    """

    editable: str = ""
    include: str = ""
    constrains: bool = False
    is_understood: bool = False


def read_options(line: str) -> Options:
    """Read a line that begins with a dash."""
    if len(line) > MAX_LENGTH:
        return Options()
    try:
        values, rest = _parser().parse_args(shlex.split(line))
    except ValueError:  # unbalanced quotes, or what optparse does not know
        return Options()
    editables = values.editables or []
    includes = [*(values.files or []), *(values.constraints or [])]
    return Options(
        editable=next(iter(editables), ""),
        include=next(iter(includes), ""),
        constrains=not values.files,
        is_understood=not rest and len([*editables, *includes]) <= 1,
    )


class _Parser(OptionParser):
    def error(self, msg: str) -> NoReturn:
        raise ValueError(msg)


@cache
def _parser() -> _Parser:
    parser = _Parser(add_help_option=False)
    for name, spellings in _LISTS.items():
        parser.add_option(*spellings, dest=name, action="append")
    for names in _PASSED_OVER:
        parser.add_option(*names, action="append")
    for switch in _SWITCHES:
        parser.add_option(switch, action="store_true")
    return parser
