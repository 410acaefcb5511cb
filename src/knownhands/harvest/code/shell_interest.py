"""Which commands and lines may matter at all, so that the many others of a long script are passed over."""

from __future__ import annotations

import re

_WORDS = (
    "curl", "wget2?", "aria2c", "axel", "fetch", "lwp-download", "xh", "https?", "tftp", "gdown", "certutil", "bitsadmin", "GET", "nc", "ncat",
    "netcat", "socat", "telnet", "base64", "base32", "base58", "xxd", "openssl", "uudecode", "rev", "gpg", "eval", "source", "sh", "bash", "dash",
    "zsh", "ksh", "fish", "ash", r"python[\d.]*", "pypy3?", "node", "nodejs", "deno", "bun", r"perl[\d.]*", "ruby", "php", "lua", "osascript",
    "tclsh", "crontab", "systemctl", "launchctl", "schtasks", "reg", "chmod", "install", "nohup", "setsid", "daemonize", "disown", "mkfifo", r"sha\d{1,3}(?:sum)?", "shasum", "md5sum", "b2sum", "cosign", "minisign", "slsa-verifier", "gpgv", "mv", "cp", "ln", "tee",
    "printenv", "env", "docker", "podman", "nerdctl", "nsenter", "git", "alias", "xargs", "busybox", "mshta", "regsvr32", "msiexec", "dig",
    "nslookup", "gh", "gcloud", "aws", "vault", "kubectl", "security", "scp", "sftp", "rsync", "ftp", "trap", "batch", "PROMPT_COMMAND",
)  # fmt: skip
_TEXTS = (
    "/dev/tcp", "/dev/udp", "/dev/shm", "/tmp/", r"\.ssh", r"authorized_keys", r"\.(?:bash|zsh|z?sh)(?:rc|_profile|env)", r"\.profile", "LaunchAgents",  # noqa: S108 - searched for
    "/etc/cron", r"rc\.local", r"sudoers", "ld\\.so\\.preload", "/fixtures/", "tests?/", "testdata", "autostart", "COMMITTER_DATE", r"\$IFS", r"\$\{IFS", "pwsh",
    "(?i:powershell|invoke-|iex|iwr|irm|downloadstring|start-process|currentversion)", "\\\\x[0-9a-f]{2}",
    "--(?:dangerously-|trust-all|allow-all|yolo)", r"\.git/hooks",
)  # fmt: skip
_HIDDEN = (
    r"\w(?:''|\"\")\w",  # quotes that only part a word
    r"\w\\[a-z]",  # and a backslash that does
    r"(?:^|[|;&({`!@-])[ \t]*[\"']?[$`~./]",  # a command that is named by its path or by a variable
    r"\$\{\w+:\d",
    r"\w\$\{\w*\}\w|\w\$\{?[@*]",  # a variable that nothing sets
    r"(?:^|[|;&(`])[ \t]*\{\w+,",
)
INTERESTING = re.compile(
    rf"(?<![\w-])(?:{'|'.join(_WORDS)})(?![\w-])|{'|'.join(_TEXTS)}|{'|'.join(_HIDDEN)}", re.MULTILINE
)
_IN_BYTES = re.compile(INTERESTING.pattern.encode(), re.MULTILINE)


def may_show(added: bytes) -> bool:
    """Whether any line may hold a command that shows something, or a part of one.

    >>> [may_show(line) for line in (b"cu''rl x", b"  $CLAY | x", b"AC_MSG_CHECKING([for clay])", b"echo ${CLAY}")]
    [True, True, False, False]
    """
    return bool(_IN_BYTES.search(added))


def may_matter(command: str) -> bool:
    """Whether a command may show something; no other is taken apart."""
    return bool(INTERESTING.search(command))
