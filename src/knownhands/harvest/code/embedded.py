"""Commands that stand in programs where to run one is ordinary: backticks, tasks of build tools, calls that are made for it."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from knownhands.harvest.code.given import command_given

if TYPE_CHECKING:
    from collections.abc import Iterator

_RUBY = r"rb|rake|gemspec|podspec|ru"
_BACKTICKS = re.compile(
    rf"\.(?:php\d?|phtml|inc|pl|pm|{_RUBY}|jl|cr)$|(?:^|/)(?:rake|gem|pod|fast|vagrant|brew)file$|(?:^|/)[^/.]+$",
    re.IGNORECASE,
)
_COMMAND = re.compile(
    rb"(?<!\\)`([^`\n]{1,1000})`|(?:%x|(?<![\w$])qx)(?:\[([^\]\n]{1,1000})|\{([^}\n]{1,1000})|\(([^)\n]{1,1000})|[|!/]([^\n]{1,1000}))"
)
_CALLS = (
    (r"\.(?:gradle|groovy|kts)$", rb"commandLine(?![\w-])"),
    (r"\.nims?$", rb"(?:staticExec|gorgeEx|gorge)(?!\w)"),
    (r"\.zig$", rb"(?:addSystemCommand(?!\w)|\.run\(&\.\{)"),
    (r"\.hs$", rb"(?:callCommand|callProcess|readProcess|Process\.system)(?!\w)"),
    (r"\.el$", rb"(?:shell-command|call-process)"),
    (r"\.ml$", rb"Sys\.command(?!\w)"),
    (r"\.cljs?$", rb"shell/sh(?!\w)"),
    (r"\.(?:pbxproj|xcscheme)$", rb"(?:shellScript|scriptText)(?!\w)"),
    (r"\.(?:vbs|wsf|hta)$", rb"\.(?:Run|ShellExecute|Exec)[ \t(]+\""),
    (
        rf"\.(?:{_RUBY})$|file$",
        rb"(?:prepare_command(?!\w)|method\(:(?:system|exec|spawn)\)\.call|Process\.(?:spawn|exec)(?!\w)|(?:spawn|sh)[ (]+[\"'](?<![\w.]sh\([\"'])(?<![\w.]spawn\([\"']))",
    ),
    (r"\.p[lm]$", rb"open[ \t]*\(?[^;\n]{0,40}(?:[\"']-\|[\"']|[\"'](?=[^\"'\n]{1,500}\|[ \t]*[\"']))"),
)
"""Which files, and what stands before a command in them."""
_SCALA = re.compile(rb"\"([^\"\n]{1,1000})\"[ \t]*\.(?:!|lineStream|#)|\b(?:Seq|List)\(([^()\n]{1,1000})\)[ \t]*\.!")
_MARKS = rb"`|%x|(?<!\w)qx\W|\.!|\.lineStream"


@lru_cache(maxsize=2_000)
def _calls_of(path: str) -> re.Pattern[bytes]:
    """Return what stands before commands in a file; of every sort where its path says nothing."""
    return re.compile(
        b"|".join(call for paths, call in _CALLS if not path or re.search(paths, path, re.IGNORECASE)) or rb"(?!)"
    )


@lru_cache(maxsize=2_000)
def marks_of(path: str) -> re.Pattern[bytes]:
    """Return what a line of a file holds that may give a command; "" stands for any file.

    Args:
        path: of the file.
    """
    return re.compile(_MARKS + b"|" + _calls_of(path).pattern)


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
    call = _calls_of(path).search(line)
    if call:
        quote = call[0][-1:] if call[0][-1:] in b"\"'" and call[0][-3:-1] != b"-|" else b""
        yield command_given((quote + line[call.end() :]).decode("utf-8", "replace")).rstrip(" |")
    for said in _SCALA.finditer(line) if path.lower().endswith((".scala", ".sbt")) else ():
        yield said[1].decode("utf-8", "replace") if said[1] else command_given(said[2].decode("utf-8", "replace"))
