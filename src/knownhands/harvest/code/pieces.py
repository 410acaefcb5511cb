"""Names of functions that a PHP, Perl or Ruby program puts together from pieces, or keeps in a variable and calls by it."""

from __future__ import annotations

import re
from base64 import b64decode
from contextlib import suppress
from itertools import islice

_LARGEST = 2_000_000  # bytes
_MOST = 200  # variables of one file
_ESCAPE = re.compile(rb"\\x([2-7][0-9A-Fa-f])")
_CHARACTER = re.compile(rb"\bchr[ \t]*\([ \t]*(\d{2,3})[ \t]*\)")
_PIECES = re.compile(
    rb"([\"'])([\w ]{0,60})\1((?:\s{0,40}[.+]\s{0,40}(?:\"[\w ]{0,60}\"|'[\w ]{0,60}')){1,20})(?![\"'\w])"
)
_PIECE = re.compile(rb"[\"']([\w ]{0,60})[\"']")
_TURNED = re.compile(
    rb"\b(strrev|str_rot13|base64_decode)[ \t]*\([ \t]*[\"']([\w+/]{2,60}={0,2})[\"'][ \t]*\)"
)  # what is turned into a word
_WORD = re.compile(rb"\w{2,40}")
_FUNCTIONS = rb"system|exec|shell_exec|passthru|popen|proc_open|pcntl_exec|eval|assert|create_function|base64_decode|gzinflate|gzuncompress"
_KEPT = re.compile(rb"\$(\w{1,60})[ \t]*=[ \t]*[\"'](" + _FUNCTIONS + rb")[\"']\s*[;,)]")
_REQUEST = rb"\$_(?:GET|POST|REQUEST|COOKIE|SERVER)\[[\"']?\w{1,60}[\"']?\]"
_UNPACKS = rb"(?:base64_decode|hex2bin|str_rot13|strrev|gzinflate|gzuncompress|urldecode|trim)[ \t]*\([ \t]*"
_ASKED = re.compile(rb"\$(\w{1,60})[ \t]*=[ \t]*@?(?:" + _UNPACKS + rb"){0,3}(" + _REQUEST + rb")[ \t]*[;,)?]")
_CALLED = re.compile(rb"\$(\w{1,60})(?=[ \t]*\()")
_QUOTED = re.compile(rb"\([ \t]*[\"'](" + _FUNCTIONS + rb")[\"'][ \t]*\)(?=[ \t]*\()")
_GIVEN = re.compile(rb"(\b(?:" + _FUNCTIONS + rb")[ \t]*\([ \t]*@?)\$(\w{1,60})\b")
MAY = re.compile(
    rb"\$\w{1,60}[ \t]*\(|[\"'][ \t]*\)[ \t]*\(|\]\(|\\x[2-7]|strrev|str_rot13|base64_decode|\bchr[ \t]*\(|[\"']\s{0,40}[.+]\s{0,40}[\"']"
    rb"|\$_(?:GET|POST|REQUEST|COOKIE|SERVER)\["
)
"""What a line holds that may do so."""
_ROT13 = bytes.maketrans(
    b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", b"nopqrstuvwxyzabcdefghijklmNOPQRSTUVWXYZABCDEFGHIJKLM"
)


def put_together(body: bytes) -> bytes:
    """Return a program with the names put in that its pieces and variables stand for, each in its line.

    >>> put_together(b"$f = 'sys'.'tem'; $c = $_GET['c']; $f($c); (strrev('lave'))($c);")
    b"$f = 'system'; $c = $_GET['c']; system($_GET['c']); eval($_GET['c']);"
    """
    if len(body) > _LARGEST or not MAY.search(body):
        return body
    body = _ESCAPE.sub(lambda escape: bytes((int(escape[1], 16),)), body)
    body = _TURNED.sub(_turn, _PIECES.sub(_join, _CHARACTER.sub(_character, body)))
    kept = {named[1]: named[2] for named in islice(_KEPT.finditer(body), _MOST)}
    asked = {named[1]: named[2] for named in islice(_ASKED.finditer(body), _MOST)}
    body = _CALLED.sub(lambda called: kept.get(called[1], asked.get(called[1], called[0])), body)
    body = _QUOTED.sub(rb"\1", body)
    return _GIVEN.sub(lambda given: given[1] + asked.get(given[2], b"$" + given[2]), body)


def _character(code: re.Match[bytes]) -> bytes:
    character = chr(int(code[1]))
    return f"'{character}'".encode() if character.isascii() and character.isalnum() else code[0]


def _join(pieces: re.Match[bytes]) -> bytes:
    """Write texts that are added up as one; the lines that they go over stay as many."""
    text = pieces[2] + b"".join(_PIECE.findall(pieces[3]))
    return pieces[1] + text + pieces[1] + b"\n" * pieces[3].count(b"\n")


def _turn(turned: re.Match[bytes]) -> bytes:
    text = turned[2]
    if turned[1] == b"base64_decode":
        with suppress(ValueError):
            text = b64decode(text + b"==")
    else:
        text = text[::-1] if turned[1] == b"strrev" else text.translate(_ROT13)
    return b"'" + text + b"'" if _WORD.fullmatch(text) else turned[0]
