"""Rules of a project that a change loosens: whose consent is needed, how faults are reported, how updates are taken in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from knownhands.harvest.code.notes import Ends, Notes
from knownhands.harvest.code.settings import read_settings
from knownhands.harvest.content.comparers._comparer import Comparer

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from knownhands.harvest.content.changed import Changed

_CODEOWNERS = re.compile(r"^(?:\.github/|docs/|\.gitlab/)?CODEOWNERS$")
_SECURITY = re.compile(r"^(?:\.github/|docs/)?security\.(?:md|txt|rst|adoc)$", re.IGNORECASE)
_RULES = re.compile(r"(?:^|/)\.github/settings\.ya?ml$|(?:^|/)\.asf\.yaml$")
_VOUCHED = re.compile(r"(?:^|/)vouched\.[^/]*$", re.IGNORECASE)
_UPDATES = re.compile(r"(?:^|/)(?:\.?renovate(?:rc)?(?:\.json5?)?|dependabot\.ya?ml)$", re.IGNORECASE)
_CONTACT = re.compile(
    r"[\w.+-]{1,80}(?:@|\s?\[at\]\s?)[\w-]{1,80}(?:\.[\w-]{1,40})+|https?://(?!(?:www\.)?(?:wikipedia|cve|nvd))[^\s)>\]\"']{4,200}"
)
_MUST_BE_ON = re.compile(
    r"(?:enforce_admins|require_code_owner_reviews|dismiss_stale_reviews|required_signatures|require_last_push_approval|strict|"
    r"required_linear_history|required_conversation_resolution)(?:\.enabled)?$"
)
_MUST_BE_OFF = re.compile(r"(?:allow_force_pushes|allow_deletions|allow_auto_merge)(?:\.enabled)?$")
_REVIEWS = re.compile(r"required_approving_review_count$")
_WAITS = re.compile(r"cooldown|minimumReleaseAge|stabilityDays|internalChecksFilter", re.IGNORECASE)
_GUTTED = 0.4  # of the words that stood there; chosen by eye
_FEWEST_WORDS = 8


class _Owners(NamedTuple):
    line: int
    names: frozenset[str]


_NOBODY = _Owners(1, frozenset())


def _across(files: Sequence[Changed], notes_of: Callable[[str], Notes]) -> None:
    """Compare policy files; one that is gone in one place and new in another has moved."""
    for pattern, compare in _COMPARED:
        touched = [file for file in files if pattern.search(file.path) and not (file.new is None and file.mode)]
        if pattern is _VOUCHED and len(touched) == len(files):
            continue  # such a list grows by changes of its own
        gone = [file for file in touched if not file.mode]
        added = [file for file in touched if file.mode and not file.old_mode]
        for file in touched:
            if file.old is None and file.old_mode:
                continue
            if file in gone and added:
                compare(notes_of(added[0].path), added[0], file.old or b"", added[0].new or b"")
            elif file not in added or pattern is _UPDATES:
                compare(notes_of(file.path), file, file.old or b"", file.new or b"")


def _compare_owners(notes: Notes, _: Changed, old: bytes, new: bytes) -> None:
    """Note patterns that lost all the owners that they had; what a broader pattern still covers with them is no loss."""
    before, after = _owners(old), _owners(new)
    folders = {wider.strip("/*"): owners for wider, owners in after.items()}
    everybody = {owner for owners in after.values() for owner in owners.names}
    for pattern, owners in before.items():
        now = after.get(pattern) or _covering(pattern, folders)
        matters = pattern in after or not owners.names <= everybody or pattern == "*" or "github" in pattern
        if owners.names and not owners.names & now.names and matters:
            target = f"{pattern} {' '.join(sorted(owners.names))}"
            notes.add(now.line, "owners_loosened", "import", Ends(target=target))


def _covering(pattern: str, folders: Mapping[str, _Owners]) -> _Owners:
    """Return the owners of the nearest folder that a pattern is in."""
    plain = pattern.strip("/")
    parents = (plain[:at] for at in range(len(plain), 0, -1) if at == len(plain) or plain[at] == "/")
    return next((folders[parent] for parent in (*parents, "") if parent in folders), _NOBODY)


def _owners(body: bytes) -> dict[str, _Owners]:
    """Return the owners of each pattern."""
    owners = {}
    for number, line in enumerate(body.decode("utf-8", "replace").split("\n"), start=1):
        words = line.partition("#")[0].split()
        if words and not words[0].startswith("["):
            owners[words[0]] = _Owners(number, frozenset(words[1:]))
    return owners


def _compare_security(notes: Notes, file: Changed, old: bytes, new: bytes) -> None:
    before, after = old.decode("utf-8", "replace"), new.decode("utf-8", "replace")
    had, has = len(before.split()), len(after.split())
    if not file.mode or (had >= _FEWEST_WORDS and has < had * _GUTTED and not _CONTACT.search(after)):
        notes.add(1, "security_policy_loosened", "import", Ends(target=f"{had} words, now {has}"))
        return
    contacts, now = _contacts(before), _contacts(after)
    if contacts and now and not contacts & now:
        notes.add(1, "security_policy_loosened", "import", Ends(target=f"{min(contacts)} to {min(now)}"))


def _contacts(text: str) -> frozenset[str]:
    """Return whom a policy names: addresses of mail as they are, of pages by their hosts."""
    hits = (hit[0].lower().removesuffix(".") for hit in _CONTACT.finditer(text[:200_000]))
    return frozenset("/".join(hit.split("/")[2:3]) if "://" in hit else hit for hit in hits)


def _compare_rules(notes: Notes, file: Changed, old: bytes, new: bytes) -> None:
    before, after = _texts(file.path, old), _texts(file.path, new)
    for key, (_, was) in before.items():
        line, now = after.get(key, (1, ""))
        loosens = (
            (_MUST_BE_ON.search(key) and was == "true" and now != "true")
            or (_REVIEWS.search(key) and was.isdigit() and int(was[:9]) > int(now[:9] if now.isdigit() else 0))
        )  # fmt: skip
        if loosens:
            notes.add(line, "owners_loosened", "import", Ends(target=f"{key}: {was} to {now or 'nothing'}"))
    for key, (line, now) in after.items():
        if _MUST_BE_OFF.search(key) and now == "true" and before.get(key, (0, ""))[1] == "false":
            notes.add(line, "owners_loosened", "import", Ends(target=f"{key}: {now}"))


def _compare_vouched(notes: Notes, _: Changed, old: bytes, new: bytes) -> None:
    """Note names that a change adds, beside other work, to the list of whom the project trusts: somebody may vouch for himself."""
    known = set(old.decode("utf-8", "replace").split("\n"))
    for number, name in enumerate(new.decode("utf-8", "replace").split("\n"), start=1):
        if name.strip() and name not in known and not name.lstrip().startswith(("#", "-")):
            notes.add(number, "owners_loosened", "import", Ends("vouched", target=name.strip()))


def _compare_updates(notes: Notes, file: Changed, old: bytes, new: bytes) -> None:
    before, after = _texts(file.path, old), _texts(file.path, new)
    for key in ("automerge", "major.automerge"):
        line, now = after.get(key, (0, ""))
        if now == "true" and before.get(key, (0, ""))[1] != "true":
            notes.add(line, "updates_unreviewed", "import", Ends(sink=key))
    waited = [key for key in before if _WAITS.search(key)]
    if file.mode and waited and not any(_WAITS.search(key) for key in after):
        notes.add(1, "updates_unreviewed", "import", Ends(sink=waited[0], target="no wait any more"))


def _texts(path: str, body: bytes) -> Mapping[str, tuple[int, str]]:
    walked = read_settings(path, body).walk()
    return {".".join(keys): (setting.line, setting.text) for keys, setting in walked if setting.text}


_COMPARED = (
    (_CODEOWNERS, _compare_owners),
    (_SECURITY, _compare_security),
    (_RULES, _compare_rules),
    (_VOUCHED, _compare_vouched),
    (_UPDATES, _compare_updates),
)
COMPARER = Comparer(id="policy", across=_across)
