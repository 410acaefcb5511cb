"""Shell scripts, and files that hold the commands of one: autoconf, units of systemd, cron tables, the scriptlets of packages."""

import re
from posixpath import basename

from knownhands.harvest.code.notes import Ends, Notes
from knownhands.harvest.code.readers._reader import Reader
from knownhands.harvest.code.shell import Script
from knownhands.harvest.code.shell_interest import may_show

LARGEST = 2_000_000  # bytes; a configure script that autoconf made has about one
_PREFIXED = re.compile(
    r"(?:^|/)procfile[^/]*$|\.(?:service|timer|socket|desktop)$|(?:^|/)(?:crontab|cron\.[^/]*/[^/]*|[^/]*\.cron)$",
    re.IGNORECASE,
)
_COMMAND = re.compile(
    r"^(?:[ \t]*(?:Exec\w*)=[-+!@:]*(.*)"  # a unit of systemd
    r"|(?:[-*/,\d]+[ \t]+){5}(?:root[ \t]+)?(.*)|@(?:reboot|hourly|daily|weekly|monthly)[ \t]+(.*)"  # a table of cron
    r"|[\w-]+:[ \t]*(.*))$",  # a Procfile
    re.MULTILINE,
)
_SECTION = re.compile(
    r"^%(?:pre|post|preun|postun|pretrans|posttrans|prep|build|install|check|trigger\w*|\w+)\b[^\n(]*$", re.MULTILINE
)


def _read(notes: Notes, body: bytes) -> None:
    if len(body) > LARGEST:
        notes.add(0, "unparsable", "import", Ends(target="too large"))
        return
    text = body.decode("utf-8", "replace")
    script = Script(notes)
    if _PREFIXED.search(notes.path):
        for match in _COMMAND.finditer(text):
            script.read(next(filter(None, match.groups()), ""), text.count("\n", 0, match.start()) + 1)
        return
    if notes.path.endswith((".ac", ".m4", ".in")):
        text = re.sub(r"\bdnl\b", "#", text)
    elif notes.path.endswith(".spec"):
        text = _SECTION.sub("", text)
    script.read(text, 1)
    if basename(notes.path) in {"build.sh", "bootstrap", "autogen.sh", "configure.ac", "configure"}:
        script.note_downloads()


READER = Reader(
    id="shell",
    paths=re.compile(
        r"\.(?:sh|bash|zsh|ksh|fish|ac|m4|spec|ebuild|eclass|install|bats|command|service|timer|desktop|cron)(?:\.in)?$"
        r"|(?:^|/)(?:configure(?:\.in|\.ac)?|bootstrap|autogen|gradlew|mvnw|PKGBUILD|APKBUILD|procfile[^/]*|crontab|\.envrc|\.bashrc|\.bash_profile|\.profile|\.zshrc|\.zshenv)$"
        r"|(?:^|/)cron\.[a-z]+/[^/]+$|(?:^|/)debian/(?:[^/]*\.)?(?:postinst|preinst|prerm|postrm|config)$|\.(?:postinst|preinst|prerm|postrm)$"
        r"|(?:^|/)\.(?:husky|githooks|git-hooks|hooks)/(?!_/)[^/.]+$|(?:^|/)(?:git-?hooks|hooks)/(?:pre-|post-|commit-msg|prepare-)[^/.]*$",
        re.IGNORECASE,
    ),
    first=re.compile(rb"^#!.*\b(?:ba|da|z|k|a|fi)?sh\b"),
    read=_read,
    may_show=may_show,
)
