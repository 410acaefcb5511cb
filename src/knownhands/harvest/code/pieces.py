"""Names of functions that a PHP, Perl or Ruby program puts together from pieces, or keeps in a variable and calls by it."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_LARGEST = 2_000_000  # bytes
_MOST = 200  # variables of one file
_ESCAPE = re.compile(rb"\\x([2-7][0-9A-Fa-f])")
_PIECES = re.compile(rb"(?<=[\w \"'])([\"'])[ \t]*[.+][ \t]*\1(?=[\w \"'])")
_TURNED = re.compile(rb"\b(strrev|str_rot13)[ \t]*\([ \t]*[\"'](\w{2,40})[\"'][ \t]*\)")
_FUNCTIONS = rb"system|exec|shell_exec|passthru|popen|proc_open|pcntl_exec|eval|assert|create_function|base64_decode|gzinflate|gzuncompress"
_KEPT = re.compile(rb"\$(\w{1,60})[ \t]*=[ \t]*[\"'](" + _FUNCTIONS + rb")[\"'][ \t]*[;,)]")
_REQUEST = rb"\$_(?:GET|POST|REQUEST|COOKIE|SERVER)\[[\"']?\w{1,60}[\"']?\]"
_ASKED = re.compile(rb"\$(\w{1,60})[ \t]*=[ \t]*@?(" + _REQUEST + rb")[ \t]*[;,)?]")
_CALLED = re.compile(rb"\$(\w{1,60})(?=[ \t]*\()")
_QUOTED = re.compile(rb"\([ \t]*[\"'](" + _FUNCTIONS + rb")[\"'][ \t]*\)(?=[ \t]*\()")
_GIVEN = re.compile(rb"(\b(?:" + _FUNCTIONS + rb")[ \t]*\([ \t]*@?)\$(\w{1,60})\b")
MAY = re.compile(
    rb"\$\w{1,60}[ \t]*\(|[\"'][ \t]*\)[ \t]*\(|\]\(|\\x[2-7]|`|%x|\bqx\W|strrev|str_rot13|\$_(?:GET|POST|REQUEST|COOKIE|SERVER)\["
)
"""What a line holds that may do so."""
_ROT13 = bytes.maketrans(
    b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", b"nopqrstuvwxyzabcdefghijklmNOPQRSTUVWXYZABCDEFGHIJKLM"
)
_TURN: dict[bytes, Callable[[bytes], bytes]] = {
    b"strrev": lambda text: text[::-1],
    b"str_rot13": lambda text: text.translate(_ROT13),
}


def put_together(body: bytes) -> bytes:
    """Return a program with the names put in that its pieces and variables stand for, each in its line.

    >>> put_together(b"$f = 'sys'.'tem'; $c = $_GET['c']; $f($c); (strrev('lave'))($c);")
    b"$f = 'system'; $c = $_GET['c']; system($_GET['c']); eval($_GET['c']);"
    """
    if len(body) > _LARGEST or not MAY.search(body):
        return body
    body = _PIECES.sub(b"", _ESCAPE.sub(lambda escape: bytes((int(escape[1], 16),)), body))
    body = _TURNED.sub(lambda turned: b"'" + _TURN[turned[1]](turned[2]) + b"'", body)
    kept = {named[1]: named[2] for named in islice(_KEPT.finditer(body), _MOST)}
    asked = {named[1]: named[2] for named in islice(_ASKED.finditer(body), _MOST)}
    body = _CALLED.sub(lambda called: kept.get(called[1], asked.get(called[1], called[0])), body)
    body = _QUOTED.sub(rb"\1", body)
    return _GIVEN.sub(lambda given: given[1] + asked.get(given[2], b"$" + given[2]), body)
