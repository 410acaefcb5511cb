"""What coding agents are told in words: in the files that they obey, and in comments that people do not see."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from knownhands.harvest.code.notes import Ends, Notes
from knownhands.harvest.code.readers._reader import Reader
from knownhands.harvest.code.shell import note_script
from knownhands.harvest.code.started import host_of

if TYPE_CHECKING:
    from collections.abc import Iterator

_LARGEST = 1_000_000  # bytes; nobody writes more to an agent
_SENTENCE = re.compile(r"(?:[^\n.!?]|[.!?](?=\S)|\n(?=[^\n\-*#>|`\d]))++[.!?]?")
_LONGEST = 1_000  # characters of a sentence
_NEGATED = re.compile(
    r"\b(?:never|not|don['\u2019]?t|no|avoid|without|refuse|cannot|prohibited|forbidden|nor|instead of)\b",
    re.IGNORECASE,
)
_HOME = (
    r"~/\.(?:ssh|aws|npmrc|netrc|kube|docker|gnupg|config/gh|pypirc)|\$HOME/\.(?:ssh|aws|npmrc|netrc|kube)|\bid_(?:rsa|ed25519)\b|"
    r"/proc/self/environ|\bseed phrases?\b|\bbrowser (?:cookies|passwords)|\bprintenv\b"
)
_SECRET = re.compile(
    rf"{_HOME}|(?<![\w.])\.env\b(?!\.\w)|\.(?:npmrc|netrc|pypirc)\b|\b(?:api|access|private|ssh|secret|signing)[ _-](?:keys?|tokens?)\b|"
    r"\b(?:auth|github|npm|bearer|session|refresh)[ _-]tokens?\b|\b(?:credentials|passwords|secrets|environment variables|env vars)\b",
    re.IGNORECASE,
)
_HOME_SECRET = re.compile(_HOME, re.IGNORECASE)
_CLAUSE = re.compile(r"[:;](?=\s)|\s[\u2014\u2013-]\s|\b(?:but|then|instead)\b", re.IGNORECASE)
_THEM = re.compile(r"\b(?:them|it|these|those|contents?|values?)\b", re.IGNORECASE)
_WARNS = re.compile(
    r"\b(?:attempts?|malicious|suspicious|attack\w*|blocked|den(?:y|ied)|injection|untrusted|misaligned|leaks?)\b",
    re.IGNORECASE,
)
_LOOK = re.compile(
    r"\b(?:read|open|cat|collect|gather|find|search|list|extract|dump|harvest|scan|copy|paste|print|load|send|include|upload)\b",
    re.IGNORECASE,
)
_PASS_ON = re.compile(
    r"\b(?:send|upload|post|transmit|exfiltrate|forward|e?mail|leak|include|append|embed|attach|paste|submit|encode|add)\b",
    re.IGNORECASE,
)
_AWAY = re.compile(
    r"https?://|\bwebhook|\b(?:in|to|into) (?:the|your|a|an|each|every|this|our) (?:\w+ ){0,2}(?:server|endpoint|url|address|pull request|pr|"
    r"commit|issue|comment|report|response|reply|summary|gist|request|query|body|description)\b|\bbase64\b|\bcurl\b",
    re.IGNORECASE,
)
_RUNS = re.compile(
    r"\b(?:curl|wget|iwr|irm|invoke-webrequest|invoke-restmethod)\b[^|\n]{0,400}\|\s*(?:sudo\s+)?(?:\S*/)?(?:ba|z|da|k)?sh\b|"
    r"\b(?:curl|wget|iwr|irm)\b[^|\n]{0,400}\|\s*(?:sudo\s+)?(?:python[\d.]*|node|perl|ruby|iex|invoke-expression)\b"
    r"(?!\s+-\w+\b(?![^\n]{0,200}\b(?:exec|eval)\b))|"
    r"\b(?:base64|xxd|openssl)\s[^|\n]{0,200}\|\s*(?:sudo\s+)?(?:(?:ba|z)?sh|python\d?|node|perl)\b|"
    r"\b(?:sh|bash|zsh|eval|source)\s[^\n]{0,20}(?:\$\(|<\()\s*(?:curl|wget|base64)|"
    r"\b(?:pip3?|npm|pnpm|yarn|uv pip)\s+(?:i|install|add)\s[^\n]{0,80}https?://|\b(?:npx|uvx|bunx|pipx run)\s[^\n]{0,60}https?://|"
    r"\b(?:run|execute|eval|launch)\b[^\n]{0,80}https?://\S{1,200}\.(?:sh|py|ps1|[cm]?js|exe|bat)\b|"
    r"\bdecode\b[^.\n]{0,120}\b(?:and|then)\b[^.\n]{0,40}\b(?:run|execute|eval)",
    re.IGNORECASE,
)
_SILENCE = re.compile(
    r"\b(?:(?:do|must|should|need) not|don['\u2019]?t|never|without|avoid)\s+(?:ever\s+|explicitly\s+)?(?:tell|inform|notify|alert|warn|telling|"
    r"informing|notifying|alerting)\s+(?:the\s+|any\s+|your\s+)?(?:users?|humans?|developers?|maintainers?|reviewers?|anyone|anybody|owner)\b"
    r"(?!\s+(?:to|they|he|she|how)\b)|"
    r"\b(?:(?:do|must|should) not|don['\u2019]?t|never)\s+(?:mention|reveal|disclose|report)\s+(?:this|these|it|that you|any of this)\b[^.\n]{0,60}"
    r"\b(?:users?|humans?|developers?|anyone|response|reply|output|answer|chat|summary|report)\b|"
    r"\b(?:keep|hide)\s+(?:this(?:\s+\w+)?|it|these\s+\w+|the\s+\w+)\s+(?:secret\s+|hidden\s+|confidential\s+)?from\s+(?:the\s+)?(?:users?|humans?|developers?|"
    r"reviewers?|anyone|everyone)\b|"
    r"\bsilently\s+(?:run|execute|fire|send|upload|install|add|perform|download|commit|push|collect|read|insert|modify)\b|"
    r"\bignore\s+(?:all\s+|any\s+)?(?:of\s+)?(?:the\s+|your\s+)?(?:previous|prior|above|earlier|preceding)\s+(?:\w+\s+)?(?:instructions|rules|prompts|directions)\b|"
    r"\bwithout\s+the\s+(?:user|developer|human|maintainer|reviewer)(?:['\u2019]?s)?\s+(?:knowledge|noticing|knowing)\b",
    re.IGNORECASE,
)
_OBEYED = re.compile(
    r"(?:^|/)(?:agents?|claude|gemini|qwen|warp|crush|skill|copilot-instructions|claude\.local|agents\.override)\.md$|"
    r"(?:^|/)\.(?:cursorrules|windsurfrules|clinerules|roorules|goosehints|junie/[^/]+|aider[^/]*\.md)$|"
    r"(?:^|/)\.(?:claude|cursor|gemini|codex|windsurf|kiro|roo|roo-[^/]+|continue|clinerules|amazonq|opencode|qwen|junie)/(?:.*/)?[^/]+\.(?:mdc?|txt|toml|ya?ml)$|"
    r"(?:^|/)\.clinerules/[^/]+$|(?:^|/)\.github/(?:instructions|prompts|agents|chatmodes|skills)/|(?:^|/)llms(?:-full)?\.txt$",
    re.IGNORECASE,
)
_TEMPLATE = re.compile(r"template|(?:^|/)\.github/|changelog", re.IGNORECASE)
_COMMENT = re.compile(r"<!--(.*?)(?:-->|\Z)|^\[(?://|comment)\]:[ \t]*#?[ \t]*([^\n]*)", re.DOTALL | re.MULTILINE)
_FENCE = re.compile(r"[ \t]*(`{3,}|~{3,})([^`]*)$")
_OF_SHELL = re.compile(r"[`~]\s*(?:(?:ba|z|fi)?sh|shell\S*|console|terminal|powershell|pwsh)?\s*$", re.IGNORECASE)
_QUOTED = re.compile(r"[\"'`\u201c\u2018]$")
_FORBIDS = re.compile(r"\b(?:never|not|don['\u2019]?t)\s+$", re.IGNORECASE)
_SHELL = re.compile(r"!`([^`\n]{1,2000})`")


def _read(notes: Notes, body: bytes) -> None:
    is_obeyed = bool(_OBEYED.search(notes.path))
    if not is_obeyed and not any(mark in body for mark in (b"<!--", b"[//]:", b"[comment]:")):
        return
    text = body[:_LARGEST].decode("utf-8", "replace").replace("\r\n", "\n")
    if is_obeyed:
        _note_commands(notes, text, 1, "")
        _note_sentences(notes, _without_fences(notes, text), 1, "")
    elif not _TEMPLATE.search(notes.path):
        for comment in _COMMENT.finditer(text):
            hidden, line = comment[1] or comment[2] or "", text.count("\n", 0, comment.start()) + 1
            _note_commands(notes, hidden, line, "comment")
            _note_sentences(notes, hidden, line, "comment")


def _without_fences(notes: Notes, text: str) -> str:
    """Note the commands that stand in code, and return the text without that of whole lines."""
    lines = text.split("\n")
    fence, start = "", 0
    for number, line in enumerate(lines):
        mark = _FENCE.match(line)
        if mark and not fence:
            fence, start = mark[1], number + 1
        elif mark and mark[1].startswith(fence) and not mark[2].strip():
            if _OF_SHELL.search(lines[start - 1]):
                note_script(notes, "\n".join(lines[start:number]), start + 1, "call")
            lines[start - 1 : number + 1] = [""] * (number + 2 - start)
            fence = ""
    for command in _SHELL.finditer(text):
        note_script(notes, command[1], text.count("\n", 0, command.start()) + 1, "call")
    return "\n".join(lines)


def _note_sentences(notes: Notes, text: str, line: int, sink: str) -> None:
    """Note what sentences ask for; the sink says where they stand, "" in plain sight."""
    for at, sentence in _sentences(text, line):
        secret = _SECRET.search(sentence)
        if secret and _asks_for_secrets(sentence):
            at_secret = at + sentence.count("\n", 0, secret.start())
            notes.add(at_secret, "agent_asked_for_secrets", "import", Ends(host_of(sentence), sink, sentence.strip()))
        silence = _SILENCE.search(sentence)
        if (
            silence
            and not _QUOTED.search(sentence[: silence.start()])
            and not _FORBIDS.search(sentence[: silence.start()])
        ):
            at_words = at + sentence.count("\n", 0, silence.start())
            notes.add(at_words, "agent_asked_for_silence", "import", Ends("", sink, silence[0]))


def _note_commands(notes: Notes, text: str, line: int, sink: str) -> None:
    """Note lines that have something run which is downloaded or packed."""
    for at, command in enumerate(text.split("\n"), start=line):
        run = _RUNS.search(command[:_LONGEST])
        if run and not _NEGATED.search(command[: run.start()]):
            notes.add(at, "agent_asked_to_run", "import", Ends(host_of(command), sink, run[0]))


def _sentences(text: str, line: int) -> Iterator[tuple[int, str]]:
    end = 0
    for sentence in _SENTENCE.finditer(text):
        line += text.count("\n", end, sentence.start())
        end = sentence.start()
        yield line, sentence[0][:_LONGEST]


def _asks_for_secrets(sentence: str) -> bool:
    """Whether a sentence asks to look at what only secrets are kept in, or to pass on any secret; not where it forbids that."""
    if not _SECRET.search(sentence) or _WARNS.search(sentence):
        return False
    goes_away = bool(_AWAY.search(sentence))
    for clause in _CLAUSE.split(sentence):
        if not (_SECRET.search(clause) or _THEM.search(clause)):
            continue
        verb = (_HOME_SECRET.search(sentence) and _LOOK.search(clause)) or (goes_away and _PASS_ON.search(clause))
        if verb and not _NEGATED.search(clause[: verb.start()]):
            return True
    return False


READER = Reader(
    id="instructions",
    paths=re.compile(rf"{_OBEYED.pattern}|\.(?:mdx?|markdown|html?)$", re.IGNORECASE),
    read=_read,
)
