"""What a web page sends to another host of what people type and of their cookies, and scripts that it takes from there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from knownhands.harvest.code.notes import Ends, clip
from knownhands.harvest.content.comparers._comparer import Comparer
from knownhands.harvest.content.places import place_of

if TYPE_CHECKING:
    from knownhands.harvest.code.notes import Notes
    from knownhands.harvest.content.changed import Changed
    from knownhands.harvest.content.lines import Lines

_LONGEST = 2_000  # bytes of a line; longer ones are bundles, in which everything stands beside everything
_NEAR = 60  # lines between where something is read and where it is sent; chosen by eye
_MOST = 100  # lines of one file that send something; around each it is looked for what they send
_SCRIPT_NEAR = 8  # lines
_ADDRESS = rb"[\"'`](?:https?:)?//([\w.-]{3,100})"
_COOKIE = re.compile(
    _ADDRESS + rb"(?:(?!//)[^;\n]){0,200}?\bdocument\.cookie\b(?!\s{0,3}=|\.(?:match|split|replace|includes|indexOf)\b)"
)
_SENT = re.compile(
    rb"(?:\bnew Image\b[^;\n]{0,60}\.src\s{0,3}=\s{0,3}"
    + _ADDRESS
    + rb"[^\"'`\n]{0,200}(?:[\"']\s{0,3}\+|`?\s{0,3}\+|\$\{)"
    rb"|\[[\"']\w{1,12}[\"']\s{0,3}\+\s{0,3}[\"']\w{1,12}[\"']\]\(\s{0,3}"
    + _ADDRESS
    + rb"|\b\w{1,2}\[\w{1,2}\]\(\s{0,3}"
    + _ADDRESS
    + rb"|\bsendBeacon\(\s{0,3}"
    + _ADDRESS
    + rb"[^\"'`\n]{0,200}[\"'`]\s{0,3},\s{0,3}new FormData\b)"
)
_PRIVATE = re.compile(
    rb"[\"'](keydown|keypress|keyup)[\"']|\bon(keydown|keypress|keyup)\b|\b(FormData)\(|querySelectorAll\([\"'](input)|type=\\?[\"']?(password)|\b(cvv|cvc)\b|\bdocument\.(cookie)\b",
    re.IGNORECASE,
)
_SCRIPT = re.compile(rb"createElement\(\s{0,3}[\"'`]script[\"'`]")
_SOURCE = re.compile(rb"(?<![\w)]Image\(\))\.(?:src|setAttribute\([\"']src[\"'],)\s{0,3}=?\s{0,3}" + _ADDRESS)


def _compare(notes: Notes, file: Changed, lines: Lines) -> None:
    if place_of(file.path).id in {"test", "lock"} or b"//" not in lines.added_text:
        return
    after, count = lines.after, 0
    for number, text in lines.each_added():
        if len(text) > _LONGEST or b"//" not in text or b"&lt;script" in text:
            continue
        line = text.decode("utf-8", "replace").strip()
        if cookie := _COOKIE.search(text):
            notes.add(number, "exfiltration_chain", "import", Ends("document.cookie", _host(cookie), clip(line)))
        elif count < _MOST and (sent := _SENT.search(text)):
            count += 1
            private = _PRIVATE.search(
                b"\n".join(each[:_LONGEST] for each in after[max(number - _NEAR, 0) : number + _NEAR])
            )
            if private:
                what = next(filter(None, private.groups())).decode("ascii")
                notes.add(number, "exfiltration_chain", "import", Ends(what, _host(sent), clip(line)))
        script = _SOURCE.search(text)
        if script and any(_SCRIPT.search(each[:_LONGEST]) for each in after[max(number - _SCRIPT_NEAR, 0) : number]):
            host = _host(script)
            if host.encode() not in lines.old:
                notes.add(number, "network_text", "import", Ends(host, "script", clip(line)))


def _host(found: re.Match[bytes]) -> str:
    host: bytes = next(filter(None, found.groups()))
    return host.decode("ascii", "replace")


COMPARER = Comparer(
    id="page_data",
    paths=re.compile(
        r"\.(?:[cm]?jsx?|[cm]?tsx?|vue|svelte|x?html?|svg|php|phtml|erb|ejs|hbs|twig|j2|jinja2?|tmpl|tpl)$",
        re.IGNORECASE,
    ),
    compare=_compare,
)
