"""Code that one statement of a program downloads and the same or a later one loads, in languages that are read line by line."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from itertools import accumulate, islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_MOST = 200  # downloads of one file
_BEFORE = 300  # bytes before one, which say what it is kept in
_NEAR = 40  # lines from where it is kept to where it is loaded; chosen by eye
_DOWNLOAD = re.compile(
    rb"\.(?:GetByteArrayAsync|GetStreamAsync|GetStringAsync|DownloadData|DownloadString)\w{0,9}\(|\bReadAsByteArrayAsync\("
    rb"|\bNet::HTTP\.get|\bURI(?:\.parse)?\.open\b|\b(?:HTTParty|Faraday)\.get\b|\bURI\([^()\n]{1,200}\)\.(?:open|read)\b"
    rb"|\bURL\([^()\n]{1,200}\)\s{0,9}\.(?:text|bytes|getText|getBytes|openStream|readText|readBytes)\b"
    rb"|\bfile_get_contents\s{0,9}\(\s{0,9}[\"']https?:|\bcurl_exec\s{0,9}\(|\bhttps?\.request\s{0,9}\("
)
LOADS = re.compile(
    rb"(?:\bAssembly\.Load(?:From)?|\.LoadFromStream|\bCSharpScript\.\w{1,30}|\bMarshal\.load|\bYAML\.unsafe_load|\bdefineClass|\bEval\.me"
    rb"|\bGroovyShell\([^()\n]{0,60}\)\.(?:evaluate|parse)|(?<![\w.>:$@-])(?:eval|evaluate|instance_eval|class_eval|loadstring))"
    rb"[ \t(]{1,4}(?:\"\w{0,40}\",[ ]?)?(?:@?new[ ])?(?:@?[\w:]{1,40}\([ \t]?){0,3}(?=([$@]?\w{1,60})?)"
)
"""What loads code, and the name that it is given."""
_NAME = re.compile(rb"([$@]?\w{1,60})(?:[ \t]*:[ \t]*[\w.]{1,40})?[ \t:]*$")


def loads_download(body: bytes) -> Iterator[int]:
    r"""Yield the numbers of the lines that load what is downloaded there or was a few lines before.

    >>> list(loads_download(b"a = Net::HTTP.get(u)\nb = 1\nMarshal.load(a)\nMarshal.load(b)\nMarshal.load(URI.open(u).read)"))
    [3, 5]
    """
    downloads = list(islice(_DOWNLOAD.finditer(body), _MOST))
    if not downloads:
        return
    starts = list(accumulate((len(line) + 1 for line in body.split(b"\n")), initial=0))
    kept: dict[bytes, list[int]] = {}
    for download in downloads:
        name = _kept_in(body[max(download.start() - _BEFORE, 0) : download.start()])
        kept.setdefault(name, []).append(bisect_right(starts, download.start()))
    places = [download.start() for download in downloads]
    for load in islice(LOADS.finditer(body), _MOST):
        number = bisect_right(starts, load.start())
        at = bisect_left(places, load.start())
        is_given = at < len(places) and places[at] < min(load.end() + _BEFORE, starts[number] - 1)
        if (is_given and b";" not in body[load.start() : places[at]]) or (
            load[1] and any(number - _NEAR < line <= number for line in kept.get(load[1], ()))
        ):
            yield number


def _kept_in(before: bytes) -> bytes:
    """Name what the value is kept in that a statement computes, "" for nothing."""
    target, sign, rest = before.rpartition(b"\n")[2].rpartition(b"=")
    name = _NAME.search(target[-120:]) if sign and b";" not in rest and not rest.startswith(b">") else None
    return name[1] if name else b""
