"""Addresses of wallets, hooks around what a browser pays or asks with, and blockchains as a channel for orders."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

from knownhands.harvest.code.notes import Ends, clip
from knownhands.harvest.content.comparers._comparer import Comparer
from knownhands.harvest.content.places import place_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from knownhands.harvest.code.notes import Notes
    from knownhands.harvest.content.changed import Changed
    from knownhands.harvest.content.lines import Lines

_MOST = 2_000_000  # bytes of a line that are looked at: clippers come as one line
_MOST_ADDRESSES = 500  # of one file
_ETHEREUM = re.compile(rb"[\"'`]0x[0-9a-fA-F]{40}[\"'`]")
_BITCOIN = re.compile(rb"[\"'`][13T][1-9A-HJ-NP-Za-km-z]{25,34}[\"'`]")
_SEGWIT = re.compile(rb"[\"'`](?:bc|ltc)1[02-9ac-hj-np-z]{30,87}[\"'`]")
_BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_BECH32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_GENERATORS = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
_HOOK = re.compile(
    rb"\b(?:ethereum|solana|tronWeb|phantom)(?:\.\w{1,30})?\.(?:request|send|sendAsync|signTransaction|signAndSendTransaction)\s{0,3}=(?!=)"
    rb"|\b(?:window|globalThis|self)\.fetch\s{0,3}=(?!=)|^\s*fetch\s{0,3}=(?!=)|;fetch\s{0,3}=(?!=)"
    rb"|\bXMLHttpRequest\.prototype\.(?:open|send)\s{0,3}=(?!=)|\bnavigator\.clipboard\.writeText\s{0,3}=(?!=)"
)
_WALLET = re.compile(
    rb"\bethereum\b|\bsolana\b|\btronWeb\b|eth_sendTransaction|signTransaction|\bbitcoin|[\"'`]0x[0-9a-fA-F]{40}[\"'`]|[\"'`]bc1[02-9ac-hj-np-z]{30}|\b0x\[[\w-]{3,12}\]\{40\}"
)
_CHANNEL = re.compile(
    rb"\bgetSignaturesForAddress\b|[\"'`]eth_(?:call|getTransactionByHash|getLogs)[\"'`]|\bapi\.(?:mainnet-beta|devnet)\.solana\.com\b|\bsolana-mainnet\.|\bsolana-rpc\."
    rb"|\b[\w.-]{1,60}\.publicnode\.com\b|\brpc\.ankr\.com\b|\beth\.llamarpc\.com\b|\bmainnet\.infura\.io\b|\bcloudflare-eth\.com\b|\b1rpc\.io\b|\bapi\.trongrid\.io\b"
    rb"|\bbsc-dataseed[\w-]{0,20}\.|\bapi\.etherscan\.io\b|\bfullnode\.mainnet\.aptoslabs\.com\b|\bmainnet\.helius-rpc\.com\b"
)
_NEAR_HOOKS = (b"fetch", b"XMLHttpRequest", b"ethereum", b"solana", b"clipboard")
_HOOKED = (*_NEAR_HOOKS, b"tronWeb", b"phantom")
# Words are searched ten times as quickly as a pattern that may begin with any of them.
_OF_CHANNELS = (
    b"getSignaturesForAddress", b"eth_", b".solana.com", b"solana-mainnet.", b"solana-rpc.", b".publicnode.com", b"rpc.ankr.com", b"llamarpc.com",
    b"infura.io", b"cloudflare-eth.com", b"1rpc.io", b"trongrid.io", b"bsc-dataseed", b"etherscan.io", b"aptoslabs.com", b"helius-rpc.com",
)  # fmt: skip


def _compare(notes: Notes, file: Changed, lines: Lines) -> None:
    if place_of(file.path).id in {"docs", "test", "lock"}:
        return
    added, body = lines.added_text, lines.new
    channel = any(word in added for word in _OF_CHANNELS) and _CHANNEL.search(added)
    holds = (b"0x" in added and _ETHEREUM.search(added)) or _BITCOIN.search(added) or _SEGWIT.search(added)
    hooks = any(word in added for word in _HOOKED) and any(word in body for word in _NEAR_HOOKS)
    if not (channel or holds or hooks):
        return
    count = 0
    for number, text in lines.each_added():
        line = text[:_MOST]
        if holds and count < _MOST_ADDRESSES:
            for kind, address in _addresses(line):
                count += 1
                if address not in lines.old:
                    notes.add(number, "wallet_address", "import", Ends(kind, target=address.decode("ascii")))
        if hooks and (hook := _HOOK.search(line)) and (_WALLET.search(hook[0]) or _WALLET.search(body)):
            notes.add(number, "wallet_hook", "import", Ends(sink=_text(hook)))
        if channel and (shown := _CHANNEL.search(line)):
            notes.add(number, "blockchain_channel", "import", Ends(_text(shown)))


def _addresses(line: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield the addresses in a line, each with its kind; those that carry a checksum only where it holds."""
    for found in _ETHEREUM.finditer(line):
        digits = found[0][3:-1]
        if len(set(digits.lower())) > 8 and (digits != digits.lower() or b"000000" not in digits):  # noqa: PLR2004 - no made-up pattern
            yield "ethereum", found[0][1:-1]
    for found in _BITCOIN.finditer(line):
        if _is_base58(found[0][1:-1].decode("ascii")):
            yield "tron" if found[0][1:2] == b"T" else "bitcoin", found[0][1:-1]
    for found in _SEGWIT.finditer(line):
        if _is_bech32(found[0][1:-1].decode("ascii")):
            yield "bitcoin", found[0][1:-1]


def _is_base58(text: str) -> bool:
    """Whether a text is an address with its checksum.

    >>> _is_base58("1111111111111111111114oLvT2"), _is_base58("1111111111111111111114oLvT3")
    (True, False)
    """
    number = 0
    for char in text:
        number = number * 58 + _BASE58.index(char)
    try:
        data = number.to_bytes(25, "big")
    except OverflowError:
        return False
    return hashlib.sha256(hashlib.sha256(data[:-4]).digest()).digest()[:4] == data[-4:]


def _is_bech32(text: str) -> bool:
    """Whether a text is an address with its checksum, of either sort (BIP 173 and 350)."""
    prefix, _, rest = text.partition("1")
    values = [ord(char) >> 5 for char in prefix] + [0] + [ord(char) & 31 for char in prefix]
    checksum = 1
    for value in (*values, *map(_BECH32.index, rest)):
        top = checksum >> 25
        checksum = (checksum & 0x1FFFFFF) << 5 ^ value
        for bit, generator in enumerate(_GENERATORS):
            checksum ^= generator if top >> bit & 1 else 0
    return checksum in {1, 0x2BC830A3}


def _text(match: re.Match[bytes]) -> str:
    return clip(match[0].decode("utf-8", "replace").strip(" \t;="))


COMPARER = Comparer(
    id="wallets",
    paths=re.compile(
        r"\.(?:[cm]?jsx?|[cm]?tsx?|vue|svelte|html?|py|go|rs|sol|java|kt|swift|rb|php|cs|cpp|json|ya?ml|toml|env)$|(?:^|/)[^./]+$",
        re.IGNORECASE,
    ),
    compare=_compare,
)
