"""Variables by which a program or shell loads code before it does anything else."""

from __future__ import annotations

import re

_ALWAYS = frozenset({"BASH_ENV", "PROMPT_COMMAND", "PERL5OPT", "PYTHONSTARTUP", "GIT_EXTERNAL_DIFF"})
_LIBRARY = re.compile(r"(?:^|[\s:])(?:/tmp/|/home/|/dev/|\.{1,2}/|\$|[\w-]+/|[\w-]+\.(?:so|dylib)$)")
_AGENT = re.compile(r"-(?:javaagent|agentpath):")
_VALUES = {
    "ENV": re.compile(r"^(?:\.{1,2}|~|/tmp|\$\{?\w+\}?)/|\.sh$"),  # of sh; `ENV=production` is something else
    "NODE_OPTIONS": re.compile(r"(?:^|\s)(?:-r|--(?:require|import|loader|experimental-loader))[=\s]"),
    "RUBYOPT": re.compile(r"(?:^|\s)-r"),
    "JAVA_TOOL_OPTIONS": _AGENT,
    "_JAVA_OPTIONS": _AGENT,
    "MAVEN_OPTS": _AGENT,
    "LD_PRELOAD": _LIBRARY,
    "DYLD_INSERT_LIBRARIES": _LIBRARY,
    "GIT_SSH_COMMAND": re.compile(r"(?:^|\s)(?!\S*ssh\b)[^-\s=]\S*/|[|;&`]|\$\("),
}


def loads_code(name: str, value: str) -> bool:
    """Whether a variable has code loaded; what an ordinary one says, such as the size of a heap, does not.

    >>> loads_code("NODE_OPTIONS", "--require ./a.js"), loads_code("NODE_OPTIONS", "--max-old-space-size=9"), loads_code("CLAY", "a.sh")
    (True, False, False)
    """
    return bool(value) and (name in _ALWAYS or (name in _VALUES and bool(_VALUES[name].search(value[:2_000]))))
