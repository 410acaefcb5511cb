"""Addresses are known by their checksums, and hooks by what they replace."""

import pytest

from knownhands.harvest.code.notes import Notes
from knownhands.harvest.content.changed import Changed
from knownhands.harvest.content.comparers.wallets import COMPARER
from knownhands.harvest.content.lines import Lines

ADDRESS = "'0x1f9840a85d5aF5bf1D1762F925BDADdC4201F984'"


def seen(new: str, old: str = "", path: str = "lib/kiln.js") -> list[tuple[str, str]]:
    before, after = old.encode(), new.encode()
    notes = Notes(path, every_line=True, is_program=True)
    assert COMPARER.compare
    COMPARER.compare(notes, Changed(path, path, 0o100644, 0o100644, before, after), Lines(before, after))
    return [(observation.capability, observation.source) for observation in notes.observations()]


def test_addresses_are_known_by_kind() -> None:
    assert seen(f"a = {ADDRESS}") == [("wallet_address", "ethereum")]
    assert seen("a = '1111111111111111111114oLvT2'") == [("wallet_address", "bitcoin")]
    assert seen("a = 'bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4'") == [("wallet_address", "bitcoin")]


@pytest.mark.parametrize(
    "code",
    [
        "a = '0x0000000000000000000000000000000000000001'",
        "a = '1111111111111111111114oLvT3'",
        "a = 'bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5'",
        "a = 'TheQuickBrownFoxJumpsOverLazyDog12'",
    ],
)
def test_what_only_looks_like_one_is_none(code: str) -> None:
    assert not seen(code)


def test_an_address_that_was_there_before_or_in_docs_is_not_noted() -> None:
    assert not seen(f"b = {ADDRESS}", old=f"a = {ADDRESS}")
    assert not seen(f"a = {ADDRESS}", path="docs/kiln.js")


def test_a_hook_counts_where_wallets_are_spoken_of() -> None:
    hook = "window.fetch = async (...a) => change(a)"
    assert not seen(hook)
    assert seen(f"{hook}\nif (window.ethereum) b()") == [("wallet_hook", "")]
    assert seen("XMLHttpRequest.prototype.send = function (b) { o(b.replace(/0x[a-f0-9]{40}/gi, mine)) }")
    assert seen("window.ethereum.request = a") == [("wallet_hook", "")]
    assert not seen("if (window.ethereum.request == a) b()")


def test_a_blockchain_that_is_asked_is_named() -> None:
    assert seen("a.getSignaturesForAddress(b)") == [("blockchain_channel", "getSignaturesForAddress")]


@pytest.mark.parametrize("body", ["'1" * 400_000, "0x" * 400_000, "a" * 1_000_000, "fetch=" * 150_000])
def test_long_lines_are_harmless(body: str) -> None:
    assert not seen(body)
