"""Where programs of the command line send the secrets that they are given, but for where those belong."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from knownhands.harvest.code.workflows.held import IDENTITY, Held, held_in, is_bulk
from knownhands.harvest.code.workflows.printed import file_held, program, without_options

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
_WEB = frozenset({
    "curl", "curl.exe", "wget", "http", "https", "xh", "httpie", "curlie", "aria2c", "invoke-webrequest",
    "invoke-restmethod", "iwr", "irm",
})  # fmt: skip
_SOCKETS = frozenset({
    "nc", "ncat", "netcat", "socat", "telnet", "ftp", "tftp", "sendmail", "mail", "mailx", "ssh", "rsync", "scp",
    "sftp",
})  # fmt: skip
_NAMES = frozenset({"dig", "nslookup", "host", "ping"})
_BUCKETS = frozenset({"aws", "gsutil", "gcloud", "rclone", "azcopy", "s3cmd", "mc"})
_BUCKET = re.compile(r"(?:s3|gs)://|\w{1,40}:[\w/]|https://\w{1,60}\.blob\.")
_COPIERS = frozenset({"ssh", "rsync", "scp", "sftp"})
_FORGES = frozenset({"gh", "glab", "hub", "git"})
_HEADERS = frozenset({
    "-H", "--header", "-u", "--user", "--oauth2-bearer", "-headers", "-b", "--cookie", "--password", "--http-password",
    "--proxy-header", "-a", "--auth", "-authorization", "-token", "-e",
})  # fmt: skip
_DATA = frozenset({
    "-d", "--data", "--data-raw", "--data-binary", "--data-ascii", "--data-urlencode", "-F", "--form", "--form-string", "-T",
    "--upload-file", "--json", "--post-data", "--post-file", "--body-data", "--body-file", "-body", "-infile",
})  # fmt: skip
_BUNDLED = re.compile(r"-(?!-)[a-zA-Z#0]*?([dFHuT])(.*)", re.DOTALL)
_OPTION = re.compile(r"(--?[A-Za-z][\w-]*)(?:=|$)")
_HOMES = re.compile(
    r"(?:^|\.)(?:github\.com|ghcr\.io|githubusercontent\.com|localhost|local|internal|actions\.example)$|^127\.|^10\.|^192\.168\."
)
_GENERIC = frozenset({
    "TOKEN", "KEY", "SECRET", "API", "PASSWORD", "AUTH", "URL", "USER", "DEPLOY", "ACCESS", "PAT", "ID", "BOT",
    "WEBHOOK", "PROD", "CI",
})  # fmt: skip


class Sending(NamedTuple):
    """Text with marks that goes to a host; "" for one that only the script knows when it runs."""

    host: str
    text: str


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
        text = " ".join((*words[2:], *(file_held(word, files) for word in words[2:]), flow if "-" in words else ""))
        if is_bulk(held_in(text)) and (name != "git" or words[1:2] in (["add"], ["push"], ["commit"])):
            yield Sending("", text)
    elif name in _BUCKETS:
        at = next((at for at, word in enumerate(words) if _BUCKET.match(word)), 0)
        text = " ".join((flow if "-" in words[:at] else "", *(file_held(word, files) for word in words[1:at])))
        if is_bulk(held_in(text)):  # one token may be what a project keeps in its own
            yield Sending("", text)
    elif name in _NAMES:
        text = " ".join(words[1:])
        if held_in(text):
            yield Sending(_bare(words[1:]), text)
    elif name in _SOCKETS or (name == "openssl" and "s_client" in words):
        text = " ".join((flow, *(file_held(word, files) for word in _given(name, words))))
        is_copied = name in _COPIERS and not is_bulk(held_in(text))
        if held_in(text) and not is_copied:
            yield Sending(_bare(words[1:]), text)


def _given(name: str, words: Sequence[str]) -> Iterator[str]:
    """Yield the words that may name what a program sends: of a copy, what stands before the place that it goes to."""
    given = list(without_options(words[1:]))
    if name in {"scp", "rsync"}:
        given = given[: max((at for at, word in enumerate(given) if ":" in word), default=0)]
    yield from (word for word in given if not re.search(r"[\s:]", word))


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
        text = f"{word} {file_held(word, files)}"
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


def by_program(lines: Sequence[str]) -> Iterator[tuple[int, str, str]]:
    """Yield where a program that is no shell's sends secrets: the line from 0, the host, and text with marks."""
    names: dict[str, str] = {}
    for at, line in enumerate(lines):
        text = line[:4_000]  # never the rest
        flow = text + "".join(names[word] for word in set(re.findall(r"\w+", text)) & names.keys()) if names else text
        held = held_in(flow, of_programs=True)
        assigned = re.match(r"\s*(?:const |let |var |final )?(\w{1,80})\s*=(?!=)", text)
        if not held:
            continue
        if assigned:
            names[assigned[1]] = " ".join(f"\x01{name}\x02" for name in held)
        host = HOST.search(flow)
        if REQUEST.search(text) and host and not is_at_home(host[1], held, "data"):
            yield at, host[1], flow


def is_at_home(host: str, held: Held, kind: str) -> bool:
    """Whether secrets go where they belong: a header to GitHub, or anything to the host that they are named after.

    Args:
        host: that they go to.
        held: their names.
        kind: of the part of the request: `header`, `data` or `address`.
    """
    if is_bulk(held):
        return False
    if set(held) == {IDENTITY}:  # which is made to be shown to another service
        return True
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
