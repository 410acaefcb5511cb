"""What programs of the command line print of the secrets that they are given, and what only runs another program."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from knownhands.harvest.code.workflows.held import CREDENTIALS, ENCODED, ENVIRONMENT, IDENTITY, encoded, held_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_ENCODERS = frozenset({"base64", "base32", "basenc", "xxd", "od", "hexdump", "rev", "uuencode", "openssl", "gpg"})
_DECODES = frozenset({"-d", "-D", "--decode", "-r", "-rp", "-di", "--import", "--decrypt"})
_SPACED = re.compile(r"s(.)\.(?:\\?\))?\1&\s\1|s/\(?\.\)?/(?:&|\\1)[ _.-]/g")
_PRINTS = frozenset({
    "echo", "printf", "cat", "jq", "yq", "tr", "sed", "awk", "cut", "fold", "head", "tail", "sort", "grep", "gzip", "xz", "zip", "tar",
    "envsubst", "python", "python3", "perl", "tee", "write-output", "write-host", "xargs", "strings", "paste", "column", "uniq", "bzip2", "zstd",
})  # fmt: skip
_CREDENTIAL_FILES = re.compile(
    r"(?:^|/)(?:\.git/config|\.(?:ssh|aws|gnupg)/?|\.npmrc|\.pypirc|\.netrc|\.git-credentials|\.docker/config\.json|\.aws/credentials|\.ssh/id_\w+|\.kube/config|\.credentials(?:_rsaparams)?|\.config/gcloud/\S+)$"
)
_WRAPPERS = frozenset({
    "sudo", "exec", "nohup", "time", "command", "then", "do", "else", "if", "while", "!", "timeout", "retry", "xargs",
    "&", "until", "busybox",
})  # fmt: skip
SHELLS = frozenset({"sh", "bash", "zsh", "dash", "ash", "ksh", "eval", "pwsh", "powershell"})
_INTERPRETERS = re.compile(r"(?:python|pypy|ruby|perl|php|node|nodejs|deno|bun)[\d.]*")
_WITH_FILE = frozenset({"-i", "-e", "-o", "-F", "--rsh", "--identity", "--exclude", "--exclude-from", "--filter", "-x"})
_ARCHIVE = re.compile(r"-?[a-zA-Z]{0,8}f|a")  # what stands before the name of an archive that is made
CHOOSERS = frozenset({"grep", "awk", "cut", "head", "sed"})
"""Programs that print a part of what flows in."""
_INLINE = frozenset({"-c", "-e", "-r", "-p", "--eval", "--print", "eval"})


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
    if asked := _asked_for(name, words):
        return asked
    own = " ".join((*words[1:], *(held for word in words[1:] if (held := file_held(word, files)))))
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


def _asked_for(name: str, words: Sequence[str]) -> str:
    """Return the secrets that a program is asked for by its words, marked; "" for none."""
    if name in {"env", "printenv", "set", "export", "declare", "compgen"} and not _sets(name, words):
        return f"\x01{ENVIRONMENT}\x02"
    if name == "git" and "config" in words and any("extraheader" in word for word in words):
        return "\x01GITHUB_TOKEN\x02"
    is_identity = name in {"curl", "wget"} and any("ACTIONS_ID_TOKEN_REQUEST_URL" in word for word in words)
    return f"\x01{IDENTITY}\x02" if is_identity else ""


def written(name: str, words: Sequence[str], flow: str, files: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield which files a program writes by itself, each with what of secrets it puts there.

    Args:
        name: of the program.
        words: the command.
        flow: what it is given on its input.
        files: which hold secrets.
    """
    if name == "tee":
        yield from ((word, flow) for word in words[1:])
    elif name in {"tar", "zip", "7z"}:
        at = next((at for at, word in enumerate(words[1:3], start=1) if _ARCHIVE.fullmatch(word)), 0)
        paths = [word for word in without_options(words[at + 1 :]) if not word.startswith("-")]
        if paths:
            yield paths[0], "".join(published(word, files) for word in paths[1:])


def without_options(words: Sequence[str]) -> Iterator[str]:
    """Yield words but for the files that a program only signs in with, or leaves out."""
    before = ""
    for word in words:
        if before not in _WITH_FILE and not word.startswith(("--rsh=", "--exclude")):
            yield word
        before = word


def published(path: str, files: Mapping[str, str]) -> str:
    """Return the secrets of a file or folder that is packed or published, marked; the repository's token is in `.git`."""
    is_git = path.strip("/").removeprefix("./") == ".git"
    return f"\x01{CREDENTIALS}\x02" if is_git else file_held(path, files)


def _sets(name: str, words: Sequence[str]) -> bool:
    """Whether a program that can print the environment does something else here."""
    plain = [word for word in words[1:] if not word.startswith("-")]
    if plain or name == "set":
        return bool(words[1:])
    options = "".join(words[1:])
    return name in {"export", "declare", "compgen"} and not re.search("-[px]|-e", options)


def file_held(word: str, files: Mapping[str, str]) -> str:
    """Return the secrets of a file that a word names, marked; "" for none."""
    path = re.split("[@<=]", word)[-1].strip().removeprefix("./")
    if path in files:
        return files[path]
    if path.startswith("/proc/") and path.endswith("/environ"):
        return f"\x01{ENVIRONMENT}\x02"
    return f"\x01{CREDENTIALS}\x02" if _CREDENTIAL_FILES.search(path) else ""
