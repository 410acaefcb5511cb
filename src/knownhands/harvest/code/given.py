"""The shell command that a line of another language gives to the system, as far as it is written out there."""

import re
from itertools import islice
from shlex import quote

_WORD = re.compile(
    r'"((?:[^"\\]|\\.){0,1000})"|\'((?:[^\'\\]|\\.){0,1000})\'|(?<![\w.:])([A-Za-z_]\w{0,80})(?![\w(:!.])'
)
_ESCAPED = re.compile(r"\\(.)")
_LINE_END = re.compile(r"(?<=[^|&\\\s])[ \t]{0,40}\n")
_MOST = 40  # words
_SHELL = re.compile(r"(?:[\w./]{0,40}/)?(?:ba|da|z|k)?sh|(?i:cmd|powershell|pwsh)(?:\.exe)?")
_NAMES = frozenset(
    {"system", "exec", "spawn", "popen", "passthru", "shell_exec"}
)  # of functions that are called by them
_CODE = re.compile(r"-[a-z]{0,4}c|/[cC]|-(?i:command|e|enc\w*)")


def command_given(call: str) -> str:
    """Return a call's texts as a command: one alone is for a shell to read, more are its words. Names stand for variables.

    Args:
        call: what is written from the called function's name on.

    >>> command_given('system("curl x | sh");'), command_given('Command::new("curl").args(["-o", path])')
    ('curl x | sh', 'curl -o $path')
    """
    words = [(word[3] or "", word[1] or word[2] or "") for word in islice(_WORD.finditer(call), _MOST)]
    shell = next(
        (at for at, (_, text) in enumerate(words[:-1]) if _SHELL.fullmatch(text) and _CODE.fullmatch(words[at + 1][1])),
        0,
    )
    words = words[shell:]
    words = words[1:] if len(words) > 1 and words[0][1] in _NAMES else words
    texts = [_unescaped(text) for name, text in words if not name]
    if len(texts) == 1 and " " in texts[0]:
        command = texts[0].lstrip("| ")  # Ruby and Perl open a program by a name that begins so
        return _LINE_END.sub(" ; ", command).replace("\n", " ")
    return " ".join(f"${name}" if name else quote(_unescaped(text)) for name, text in words) if texts else ""


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(lambda escape: "\n" if escape[1] == "n" else escape[1], text)
