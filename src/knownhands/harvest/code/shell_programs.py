"""What programs do with their words: which run code and where that comes from, which write a file, and where."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from knownhands.harvest.code.shell_words import Word

if TYPE_CHECKING:
    from collections.abc import Sequence

_SHELL = re.compile(r"(?:ba|da|z|k|fi|a|rba|c|tc|pdk|mk)?sh(?:-?\d[\d.]*)?(?:\.exe)?")
_OTHERS = re.compile(
    r"(python|pypy|node|nodejs|deno|bun|perl|ruby|php|lua|pwsh|powershell|osascript|tclsh)(?:[\d.]*w?)(?:\.exe)?"
)
_LANGUAGES = {"pypy": "python", "nodejs": "node", "deno": "node", "bun": "node", "powershell": "pwsh"}
_CODE = {
    "sh": re.compile(r"-[a-zA-Z]*c[a-zA-Z]*"),
    "python": re.compile(r"-[bBdEiIOqsSuvx]*c"),
    "node": re.compile(r"-e|-p|-pe|--eval|--print|eval"),
    "perl": re.compile(r"-[a-zA-Z]*[eE]"),
    "ruby": re.compile(r"-[a-zA-Z]*e"),
    "php": re.compile(r"-r"),
    "lua": re.compile(r"-e"),
    "pwsh": re.compile(r"(?i)[-/](?:c|command|cwa)"),
    "osascript": re.compile(r"-e"),
}
_WITH_VALUE = {
    "sh": re.compile(r"[-+][a-zA-Z]*[oO]|--rcfile|--init-file"),
    "python": re.compile(r"-[WX]"),
    "node": re.compile(r"-r|--require|--import"),
    "pwsh": re.compile(r"(?i)-(?:ep|ex\w*|executionpolicy|w|windowstyle|version|outputformat|inputformat)"),
}
_STDIN = frozenset({"-", "/dev/stdin", "/proc/self/fd/0", "/dev/fd/0"})
_NO_PROGRAM = re.compile(r"-(?:m|-version|v|V|h|-help|n[a-z]*|p[a-z]*|[a-z]*n|-check)")
_WRAPPERS: dict[str, str] = {
    "sudo": "ugCcDhpRrTtU", "doas": "uC", "env": "uCS", "command": "", "builtin": "", "exec": "a", "nohup": "", "setsid": "",
    "nice": "n", "ionice": "cnp", "time": "", "timeout": "ks", "stdbuf": "ioe", "busybox": "", "xargs": "IndPLsEa", "unbuffer": "",
    "gosu": "", "retry": "tdn", "travis_retry": "", "travis_wait": "", "noglob": "", "then": "", "do": "", "else": "", "if": "",
    "elif": "", "while": "", "until": "", "!": "", "{": "", "rlwrap": "", "proxychains4": "", "chronic": "", "toybox": "",
    "RUN": "", "-": "", "@": "", "torsocks": "",
}  # fmt: skip
"""Programs and words that run what follows them → their options that take a value."""
_DURATION = re.compile(r"[\d.]+[smhd]?")
_ASSIGNED = re.compile(r"[A-Za-z_]\w*\+?=")
_ADDRESS = re.compile(r"(?:https?|ftp)://[^/\s]+/(?:[^?#\s]*/)?([^/?#\s]+)")
_REMOTE = re.compile(r"rsync://|[\w.@$-]{1,200}:")
DOWNLOADERS = re.compile(
    r"curl|wget2?|aria2c|axel|fetch|lwp-download|http|https|xh|curlie|gdown|Invoke-WebRequest|iwr|certutil|bitsadmin"
)


class Run(NamedTuple):
    """How a program runs code.

    Attributes:
        language: `sh`, `python`, `node` or another.
        way: `stdin`, `code` or `file`; "" where it runs none.
        code: the code, or the file's name.
    """

    language: str
    way: str = ""
    code: Word | None = None


def unwrap(words: Sequence[Word]) -> list[Word]:
    """Leave out what stands before the program: assignments, `sudo`, `env`, `nohup`, `if` and the like.

    >>> from knownhands.harvest.code.shell_words import Word
    >>> [word.text for word in unwrap([Word(text) for text in "if A=b sudo -u pot timeout 5s curl x".split()])]
    ['curl', 'x']
    """
    left = list(words)
    while left:
        name = base_name(left[0].text)
        if _ASSIGNED.match(left[0].text):
            left = left[1:]
        elif name in _WRAPPERS and len(left) > 1:
            left = _after_options(left[1:], _WRAPPERS[name])
            if name == "timeout" and left and _DURATION.fullmatch(left[0].text):
                left = left[1:]
        else:
            break
    return left


def _after_options(words: list[Word], with_value: str) -> list[Word]:
    left = words
    while left and left[0].text.startswith("-") and len(left[0].text) > 1:
        text = left[0].text
        takes_value = len(text) == 2 and text[1] in with_value  # noqa: PLR2004 - a dash and a letter
        left = left[2:] if takes_value else left[1:]
        if text == "--":
            break
    return left


def base_name(text: str) -> str:
    """Return a program's name without its folder."""
    return text.rpartition("/")[2] if "(" not in text else text


def language_of(name: str) -> str:
    """Name the language that a program runs; "" for one that runs none.

    >>> [language_of(name) for name in ("/bin/bash", "python3.11", "nodejs", "ssh", "git")]
    ['sh', 'python', 'node', '', '']
    """
    base = base_name(name)
    if _SHELL.fullmatch(base):
        return "sh"
    other = _OTHERS.fullmatch(base)
    return _LANGUAGES.get(other[1], other[1]) if other else ""


def code_run(words: Sequence[Word]) -> Run:
    """Say which code a program runs that is called with these words, its name first."""
    language = language_of(words[0].text)
    if not language:
        return _builtin(words)
    code, with_value = _CODE.get(language), _WITH_VALUE.get(language)
    at = 1
    while at < len(words):
        text = words[at].text
        if text in _STDIN or (language == "sh" and re.fullmatch(r"-[a-z]*s[a-z]*", text)):
            return Run(language, "stdin")
        if code and code.fullmatch(text):
            rest = words[at + 1 :]
            rest = [word for word in rest if not word.text.startswith("-")] if language == "sh" else rest
            return Run(language, "code", rest[0]) if rest else Run(language)
        if not text.startswith(("-", "+")) or len(text) == 1:
            return Run(language, "file", words[at])
        if language != "sh" and _NO_PROGRAM.fullmatch(text):
            return Run(language)
        at += 2 if with_value and with_value.fullmatch(text) else 1
    return Run(language, "stdin")


def _builtin(words: Sequence[Word]) -> Run:
    """Say what the shell itself runs: `eval TEXT`, `source FILE`."""
    name, rest = words[0].text, words[1:]
    if name == "eval" and rest:
        inner = tuple(part for word in rest for part in word.inner)
        return Run("eval", "code", Word(" ".join(word.text for word in rest), inner))
    if name in {"source", "."} and rest:
        return Run("source", "stdin") if rest[0].text in _STDIN else Run("source", "file", rest[0])
    if name == "trap" and len(rest) > 1:
        return Run("sh", "code", rest[0])
    return Run("sh", "stdin") if name in {"at", "batch"} else Run("")


def written_files(words: Sequence[Word]) -> list[str]:
    """Name the files that a program writes what it downloads or decodes to, as far as its words say so."""
    name, texts = base_name(words[0].text), [word.text for word in words[1:]]
    if name == "tee":
        return [text for text in texts if not text.startswith("-")]
    if name in {"rsync", "scp", "sftp"}:
        return _copied(texts)
    if DOWNLOADERS.fullmatch(name):
        return _downloaded(name, texts)
    if name in {"openssl", "base64", "gpg", "certutil", "uudecode"}:
        option = {"openssl": "-out"}.get(name, "-o")
        return [text for before, text in pairwise(texts) if before in {option, "--output"}]
    return []


def _copied(texts: Sequence[str]) -> list[str]:
    """Name what is copied from another computer: the last word, or a file in the folder that it names."""
    paths = [text for text in texts if not text.startswith("-")]
    if len(paths) < 2 or not _REMOTE.match(paths[-2]):  # noqa: PLR2004 - from where and to where
        return []
    folder, name = paths[-1], re.split("[/:]", paths[-2])[-1]
    return [name if folder in {".", "./"} else f"{folder}{name}" if folder.endswith("/") else folder]


def _downloaded(name: str, texts: Sequence[str]) -> list[str]:
    if name in {"certutil", "bitsadmin"}:
        return [] if not texts or "://" in texts[-1] else [texts[-1]]
    files, by_its_name = [], name in {"wget", "wget2", "aria2c", "axel", "gdown"}
    short = "O" if name.startswith("wget") else "o"
    for text, after in zip(texts, [*texts[1:], ""][: len(texts)], strict=True):
        if text in {"--output", "--output-document", "--out", "-OutFile"} or re.fullmatch(rf"-[a-zA-Z]*{short}", text):
            files.append(after)
        elif re.fullmatch(rf"-{short}[^-].*", text) and name != "wget":
            files.append(text[2:])
        elif text.startswith(("--output=", "--output-document=")):
            files.append(text.partition("=")[2])
        elif name == "curl" and (re.fullmatch(r"-[a-zA-Z]*O[a-zA-Z]*", text) or text.startswith("--remote-name")):
            by_its_name = True
    if by_its_name and not files:
        files = [match[1] for text in texts if (match := _ADDRESS.match(text))]
    return [file for file in files if file not in {"-", "/dev/null", "/dev/stdout", ""}]
