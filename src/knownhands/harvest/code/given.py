"""The shell command that a line of another language gives to the system, as far as it is written out there."""

import re
from itertools import islice
from shlex import quote

_WORD = re.compile(
    r'"((?:[^"\\]|\\.){0,1000})"|\'((?:[^\'\\]|\\.){0,1000})\'|(?<![\w.:])([A-Za-z_]\w{0,80})(?![\w(:!.])'
)
_ESCAPED = re.compile(r"\\(.)")
_MOST = 40  # words


def command_given(call: str) -> str:
    """Return a call's texts as a command: one alone is for a shell to read, more are its words. Names stand for variables.

    Args:
        call: what is written from the called function's name on.

    >>> command_given('system("curl x | sh");'), command_given('Command::new("curl").args(["-o", path])')
    ('curl x | sh', 'curl -o $path')
    """
    words = [(word[3] or "", word[1] or word[2] or "") for word in islice(_WORD.finditer(call), _MOST)]
    texts = [_ESCAPED.sub(r"\1", text) for name, text in words if not name]
    if len(texts) == 1 and " " in texts[0]:
        return texts[0].lstrip("| ").replace("\n", " ")  # Ruby and Perl open a program by a name that begins with `|`
    return " ".join(f"${name}" if name else quote(_ESCAPED.sub(r"\1", text)) for name, text in words) if texts else ""
