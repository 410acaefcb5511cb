"""What programs of the command line do with secrets that they are given: send them, encode them, pass them on."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from knownhands.harvest.code.workflows.held import (
    ALL,
    CREDENTIALS,
    ENCODED,
    ENVIRONMENT,
    Held,
    encoded,
    held_in,
    is_bulk,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

HOST = re.compile(r"[A-Za-z]{2,9}://(?:[^\s/@'\"]{1,200}@)?([A-Za-z0-9.-]{3,120})")
SOCKET = re.compile(r"/dev/(?:tcp|udp)/([^\s/]{1,120})/")
REQUEST = re.compile(
    r"\b(?:fetch|axios(?:\.\w+)?|got(?:\.\w+)?|urlopen|sendBeacon)\s*\(|\b(?:requests|httpx|session|https?|client)\.(?:post|put|get|request|patch)\s*\("
)
_BARE_HOST = re.compile(
    r"(?:[\w.+-]{1,80}@)?((?:[A-Za-z0-9_-]{1,63}\.){1,8}[A-Za-z]{2,24}|\d{1,3}(?:\.\d{1,3}){3})(?::\d+)?(?:[/?:].*)?",
    re.DOTALL,
)
_WEB = frozenset(
    {
        "curl",
        "curl.exe",
        "wget",
        "http",
        "https",
        "xh",
        "httpie",
        "curlie",
        "aria2c",
        "invoke-webrequest",
        "invoke-restmethod",
        "iwr",
        "irm",
    }
)
_SOCKETS = frozenset(
    {
        "nc",
        "ncat",
        "netcat",
        "socat",
        "telnet",
        "ftp",
        "tftp",
        "sendmail",
        "mail",
        "mailx",
        "ssh",
        "rsync",
        "scp",
        "sftp",
    }
)
_NAMES = frozenset({"dig", "nslookup", "host", "ping"})
_COPIERS = frozenset({"ssh", "rsync", "scp", "sftp"})
_FORGES = frozenset({"gh", "glab", "hub", "git"})
_HEADERS = frozenset(
    {
        "-H",
        "--header",
        "-u",
        "--user",
        "--oauth2-bearer",
        "-headers",
        "-b",
        "--cookie",
        "--password",
        "--http-password",
        "--proxy-header",
        "-a",
        "--auth",
        "-authorization",
        "-token",
        "-e",
    }
)
_DATA = frozenset({
    "-d", "--data", "--data-raw", "--data-binary", "--data-ascii", "--data-urlencode", "-F", "--form", "--form-string", "-T",
    "--upload-file", "--json", "--post-data", "--post-file", "--body-data", "--body-file", "-body", "-infile",
})  # fmt: skip
_BUNDLED = re.compile(r"-(?!-)[a-zA-Z#0]*?([dFHuT])(.*)", re.DOTALL)
_OPTION = re.compile(r"(--?[A-Za-z][\w-]*)(?:=|$)")
_HOMES = re.compile(
    r"(?:^|\.)(?:github\.com|ghcr\.io|githubusercontent\.com|localhost|local|internal|actions\.example)$|^127\.|^10\.|^192\.168\."
)
_ENCODERS = frozenset({"base64", "base32", "basenc", "xxd", "od", "hexdump", "rev", "uuencode", "openssl", "gpg"})
_DECODES = frozenset({"-d", "-D", "--decode", "-r", "-rp", "-di", "--import", "--decrypt"})
_SPACED = re.compile(r"s(.)\.(?:\\?\))?\1&\s\1|s/\(?\.\)?/(?:&|\\1)[ _.-]/g")
_PRINTS = frozenset({
    "echo", "printf", "cat", "jq", "yq", "tr", "sed", "awk", "cut", "fold", "head", "tail", "sort", "grep", "gzip", "xz", "zip", "tar",
    "envsubst", "python", "python3", "perl", "tee", "write-output", "write-host", "xargs", "strings", "paste", "column", "uniq", "bzip2", "zstd",
})  # fmt: skip
_CREDENTIAL_FILES = re.compile(
    r"(?:^|/)(?:\.git/config|\.npmrc|\.pypirc|\.netrc|\.git-credentials|\.docker/config\.json|\.aws/credentials|\.ssh/id_\w+|\.kube/config|\.credentials(?:_rsaparams)?|\.config/gcloud/\S+)$"
)
_WRAPPERS = frozenset(
    {
        "sudo",
        "exec",
        "nohup",
        "time",
        "command",
        "then",
        "do",
        "else",
        "if",
        "while",
        "!",
        "timeout",
        "retry",
        "xargs",
        "&",
        "until",
        "busybox",
    }
)
SHELLS = frozenset({"sh", "bash", "zsh", "dash", "ash", "ksh", "eval", "pwsh", "powershell"})
_INTERPRETERS = re.compile(r"(?:python|pypy|ruby|perl|php|node|nodejs|deno|bun)[\d.]*")
_INLINE = frozenset({"-c", "-e", "-r", "-p", "--eval", "--print", "eval"})
_GENERIC = frozenset(
    {
        "TOKEN",
        "KEY",
        "SECRET",
        "API",
        "PASSWORD",
        "AUTH",
        "URL",
        "USER",
        "DEPLOY",
        "ACCESS",
        "PAT",
        "ID",
        "BOT",
        "WEBHOOK",
        "PROD",
        "CI",
    }
)


class Sending(NamedTuple):
    """Text with marks that goes to a host; "" for one that only the script knows when it runs."""

    host: str
    text: str


def program(word: str) -> str:
    """Return what a program is called, without its folder."""
    return word.rpartition("/")[2].lower()


def without_wrappers(words: Sequence[str]) -> list[str]:
    """Return a command without variables set for it and programs that only run another one."""
    rest = list(words)
    while rest and (program(rest[0]) in _WRAPPERS or re.match(r"\w{1,80}=", rest[0])):
        wrapper = program(rest.pop(0))
        while wrapper in {"sudo", "timeout", "xargs"} and rest and re.match(r"-|\d+[smh]?$", rest[0]):
            rest.pop(0)
    return rest


def script_of(name: str, words: Sequence[str]) -> str:
    """Return the commands that a shell is given as text; "" for none."""
    if name == "eval":
        return " ".join(words[1:])
    if _INTERPRETERS.fullmatch(name):
        at = next((place for place, word in enumerate(words) if word in _INLINE), -1)
        return words[at + 1] if 0 < at < len(words) - 1 else ""
    if name in SHELLS:
        at = next((place for place, word in enumerate(words) if re.fullmatch(r"-\w*c|-command", word.lower())), -1)
        return words[at + 1] if 0 < at < len(words) - 1 else ""
    return ""


def is_encoded(text: str) -> bool:
    """Whether a marked text holds a secret in a form that no log masks."""
    return any(name.startswith(ENCODED) for name in held_in(text))


def output(name: str, words: Sequence[str], flow: str, files: Mapping[str, str]) -> str:
    """Return what a program prints of secrets, marked; "" for none.

    Args:
        name: of the program.
        words: the command.
        flow: what it is given on its input.
        files: which hold secrets.
    """
    if name in {"env", "printenv", "set", "export", "declare", "compgen"} and not _sets(name, words):
        return f"\x01{ENVIRONMENT}\x02"
    own = " ".join((*words[1:], *(held for word in words[1:] if (held := _file(word, files)))))
    text = f"{flow} {own}"
    if not held_in(text):
        return ""
    if name in _ENCODERS:
        decodes = any(word in _DECODES for word in words)
        is_cipher = name in {"openssl", "gpg"} and not {"enc", "base64", "-a", "--armor", "-base64"} & set(words)
        return text if decodes else "" if is_cipher else encoded(text)
    if name == "sed" and any(_SPACED.search(word) for word in words):
        return encoded(text)
    return text if name in _PRINTS or not name else ""


def _sets(name: str, words: Sequence[str]) -> bool:
    """Whether a program that can print the environment does something else here."""
    plain = [word for word in words[1:] if not word.startswith("-")]
    if plain or name == "set":
        return bool(words[1:])
    options = "".join(words[1:])
    return name in {"export", "declare", "compgen"} and not re.search("-[px]|-e", options)


def _file(word: str, files: Mapping[str, str]) -> str:
    """Return the secrets of a file that a word names, marked; "" for none."""
    path = re.split("[@<=]", word)[-1].strip().removeprefix("./")
    if path in files:
        return files[path]
    if path.startswith("/proc/") and path.endswith("/environ"):
        return f"\x01{ENVIRONMENT}\x02"
    return f"\x01{CREDENTIALS}\x02" if _CREDENTIAL_FILES.search(path) else ""


def sendings(name: str, words: Sequence[str], flow: str, files: Mapping[str, str]) -> Iterator[Sending]:
    """Yield what of secrets a command sends, and where, but for what goes where it belongs.

    Args:
        name: of the program.
        words: the command.
        flow: what it is given on its input.
        files: which hold secrets.
    """
    if name in _WEB:
        yield from _web(words, flow, files)
    elif name in _FORGES:
        text = " ".join((*words[2:], *(_file(word, files) for word in words[2:]), flow if "-" in words else ""))
        if is_bulk(held_in(text)) and (name != "git" or words[1:2] in (["add"], ["push"], ["commit"])):
            yield Sending("", text)
    elif name in _NAMES:
        text = " ".join(words[1:])
        if held_in(text):
            yield Sending(_bare(words[1:]), text)
    elif name in _SOCKETS or (name == "openssl" and "s_client" in words):
        text = " ".join((flow, *(_file(word, files) for word in _not_keys(words[1:]))))
        is_copied = name in _COPIERS and not is_bulk(held_in(text))
        if held_in(text) and not is_copied:
            yield Sending(_bare(words[1:]), text)


def _not_keys(words: Sequence[str]) -> Iterator[str]:
    """Yield words but for the files that a program only signs in with."""
    before = ""
    for word in words:
        if before not in {"-i", "-e", "-o", "-F", "--rsh", "--identity"} and not word.startswith("--rsh="):
            yield word
        before = word


def _web(words: Sequence[str], flow: str, files: Mapping[str, str]) -> Iterator[Sending]:
    parts = [(kind, text) for kind, text in _parts(words, flow, files) if held_in(text)]
    if not parts:
        return
    host = next((match[1] for word in words[1:] if (match := HOST.search(word))), "") or _bare(words[1:])
    for kind, text in parts:
        held = held_in(text)
        if (host or (kind == "data" and is_bulk(held))) and not is_at_home(host, held, kind):
            yield Sending(host, text)
            return


def _parts(words: Sequence[str], flow: str, files: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield the parts of a request: `header`, `data`, or `address` with something known before what is secret."""
    before = ""
    is_powershell = program(words[0]) in {"iwr", "irm", "invoke-webrequest", "invoke-restmethod"}
    for word in words[1:]:
        option = _OPTION.match(word)
        bundled = None if is_powershell else _BUNDLED.match(word)
        joined = f"-{bundled[1]}" if bundled and bundled[2] else ""
        kind_of = option[1] if option and "=" in word[: option.end()] else joined or before
        text = f"{word} {_file(word, files)}"
        if (
            kind_of in _HEADERS
            or kind_of.lower() in _HEADERS
            or re.match(r"(?i)(?:proxy-)?authorization:|x-[\w-]+:", word)
        ):
            yield "header", text
        elif kind_of in _DATA or kind_of.lower() in _DATA or re.match(r"[\w.-]+:?=", word):
            yield "data", text + (flow if "@-" in word or word == "-" else "")
        elif (HOST.match(word) or _BARE_HOST.fullmatch(word)) and not word.startswith("\x01"):
            yield "address", word
        has_value = joined or (option and "=" in word[: option.end()])
        before = "" if has_value or not word.startswith("-") else f"-{bundled[1]}" if bundled else word


def _bare(words: Sequence[str]) -> str:
    """Return the host that is named without a scheme; "" for none."""
    before = ""
    for word in words:
        match = _BARE_HOST.fullmatch(word)
        if (
            match
            and not word.startswith("-")
            and before not in _HEADERS
            and before not in _DATA
            and before not in {"-o", "-O", "--output"}
        ):
            return match[1]
        before = word
    return ""


def is_at_home(host: str, held: Held, kind: str) -> bool:
    """Whether secrets go where they belong: a header to GitHub, or anything to the host that they are named after.

    Args:
        host: that they go to.
        held: their names.
        kind: of the part of the request: `header`, `data` or `address`.
    """
    if is_bulk(held):
        return False
    if _HOMES.search(host.lower()):
        return kind != "data" or host.startswith(("127.", "localhost"))
    label = _registered(host)
    return bool(label) and all(label in _names(name) for name in held)


def _registered(host: str) -> str:
    """Return the part of a host's name that somebody registered, without its ending."""
    parts = host.lower().strip(".").split(".")
    place = -3 if len(parts) > 2 and len(parts[-2]) <= 3 and len(parts[-1]) == 2 else -2  # noqa: PLR2004 - such as co.uk
    return parts[place].replace("-", "") if len(parts) >= -place else ""


def _names(name: str) -> set[str]:
    """Return the words of a secret's name, and each two neighbours as one."""
    words = [word for word in re.split(r"[_-]", name.upper()) if word and word not in _GENERIC]
    return {word.lower() for word in words} | {f"{a}{b}".lower() for a, b in pairwise(words)}


__all__ = [
    "ALL",
    "HOST",
    "REQUEST",
    "SOCKET",
    "Sending",
    "is_at_home",
    "is_encoded",
    "output",
    "program",
    "script_of",
    "sendings",
    "without_wrappers",
]
