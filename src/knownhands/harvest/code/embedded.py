"""Commands that stand in programs where to run one is ordinary: backticks, tasks of build tools, calls that are made for it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from knownhands.harvest.code.given import command_given

if TYPE_CHECKING:
    from collections.abc import Iterator

_BACKTICKS = re.compile(
    r"\.(?:php\d?|phtml|inc|pl|pm|rb|rake|gemspec|podspec|ru|jl|cr)$|(?:^|/)(?:rake|gem|pod|fast|vagrant|brew)file$",
    re.IGNORECASE,
)
_COMMAND = re.compile(
    rb"(?<!\\)`([^`\n]{1,1000})`|(?:%x|(?<![\w$])qx)(?:\[([^\]\n]{1,1000})|\{([^}\n]{1,1000})|\(([^)\n]{1,1000})|[|!/]([^\n]{1,1000}))"
)
_CALLS = re.compile(
    rb"\b(?:commandLine|staticExec|gorgeEx?|addSystemCommand|callCommand|callProcess|readProcess|shell-command(?:-to-string)?|call-process|"
    rb"prepare_command|shellScript|method\(:(?:system|exec|spawn)\)\.call)(?![\w-])"
    rb"|\bSys\.command\b|\bshell/sh\b|\bProcess\.system\b|\bProcess\.(?:spawn|exec)\b|(?<![\w.>:$@-])(?:spawn|sh)[ (]+[\"']"
    rb"|\.(?:Run|ShellExecute|Exec)[ \t(]+\"|\bopen[ \t]*\(?[^;\n]{0,40}[\"']-\|[\"']|\bopen[ \t]*\(?[^;\n]{0,40}[\"'](?=[^\"'\n]{1,500}\|[ \t]*[\"'])"
)
_SAYS = re.compile(rb"\"([^\"\n]{1,1000})\"[ \t]*\.(?:!|lineStream|#)|\b(?:Seq|List)\(([^()\n]{1,1000})\)[ \t]*\.!")
"""What Scala runs: `"command".!`."""
MAY = re.compile(rb"`|%x|\bqx\W|" + _CALLS.pattern + rb"|\.!|\.lineStream")
"""What a line holds that may give a command so."""


def commands_in(path: str, line: bytes) -> Iterator[str]:
    """Yield the commands that a line gives to the system.

    Args:
        path: of its file.
        line: without its comment.

    >>> list(commands_in("kiln.rb", b"a = `make` + %x(git log)"))
    ['make', 'git log']
    """
    for command in _COMMAND.finditer(line) if _BACKTICKS.search(path) else ():
        yield next(filter(None, command.groups())).decode("utf-8", "replace")
    call = _CALLS.search(line)
    if call:
        quote = call[0][-1:] if call[0][-1:] in b"\"'" and call[0][-3:-1] != b"-|" else b""
        yield command_given((quote + line[call.end() :]).decode("utf-8", "replace")).rstrip(" |")
    for said in _SAYS.finditer(line):
        yield said[1].decode("utf-8", "replace") if said[1] else command_given(said[2].decode("utf-8", "replace"))
