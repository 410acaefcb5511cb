"""A commit object can hold anything; what makes no sense is unknown, and the rest is kept."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knownhands.harvest.git.commits import Person, parse_commit, parse_person

PARENT = "1" * 40
ADA = b"Ada <ada@x> 1700000000 +0000"


def commit(*headers: bytes, message: bytes = b"Glaze\n") -> bytes:
    return b"\n".join((b"tree " + b"0" * 40, *headers)) + b"\n\n" + message


PEOPLE = {
    "whole": (b"Ada Potter <ada@x> 1700000000 +0130", Person("Ada Potter", "ada@x", 1_700_000_000, 90)),
    "no e-mail": (b"Ada Potter 1700000000 +0000", Person("Ada Potter", "", None, None)),
    "no name": (b"<ada@x> 1 +0000", Person("", "ada@x", 1, 0)),
    "empty e-mail": (b"Ada <> 1 +0000", Person("Ada", "", 1, 0)),
    "no date": (b"Ada <ada@x>", Person("Ada", "ada@x", None, None)),
    "no zone": (b"Ada <ada@x> 1", Person("Ada", "ada@x", 1, None)),
    "nothing": (b"", Person("", "", None, None)),
    "brackets in the e-mail": (b"Ada <ada> <ada@x> 1 +0000", Person("Ada", "ada", 1, 0)),
    "open bracket": (b"Ada <ada@x 1 +0000", Person("Ada", "ada@x 1 +0000", None, None)),
    "text after the e-mail": (b"Ada <ada@x> of Clay> 1 +0000", Person("Ada", "ada@x", 1, 0)),
    "before 1970": (b"Ada <ada@x> -1 +0000", Person("Ada", "ada@x", -1, 0)),
    "year 10000": (b"Ada <ada@x> 253402300800 +0000", Person("Ada", "ada@x", 253_402_300_800, 0)),
    "last second of 63 bits": (b"A <a@x> 9223372036854775807 +0000", Person("A", "a@x", 2**63 - 1, 0)),
    "2^63": (b"Ada <ada@x> 9223372036854775808 +0000", Person("Ada", "ada@x", None, 0)),
    "2^64": (b"Ada <ada@x> 18446744073709551616 +0000", Person("Ada", "ada@x", None, 0)),
    "a thousand digits": (b"Ada <ada@x> " + b"9" * 1000 + b" +0000", Person("Ada", "ada@x", None, 0)),
    "date in words": (b"Ada <ada@x> yesterday +0000", Person("Ada", "ada@x", None, 0)),
    "half-hour zone": (b"Ada <ada@x> 1 -0330", Person("Ada", "ada@x", 1, -210)),
    "absurd zone": (b"Ada <ada@x> 1 +99999", Person("Ada", "ada@x", 1, None)),
    "long zone": (b"Ada <ada@x> 1 +000000000100", Person("Ada", "ada@x", 1, None)),
    "zone with a colon": (b"Ada <ada@x> 1 +01:00", Person("Ada", "ada@x", 1, None)),
    "latin-1": ("Zoë <zoë@x> 1 +0000".encode("latin-1"), Person("Zo\ufffd", "zo\ufffd@x", 1, 0)),
    "NUL": (b"A\0da <ada@x> 1 +0000", Person("A\ufffdda", "ada@x", 1, 0)),
}


@pytest.mark.parametrize(("line", "person"), PEOPLE.values(), ids=PEOPLE.keys())
def test_what_is_missing_or_absurd_in_an_author_line_is_unknown(line, person):
    assert parse_person(line) == person


def test_an_author_line_of_a_million_spaces_takes_no_time():
    assert parse_person(b"Ada" + b" " * 1_000_000 + b"x").email == ""
    assert parse_person(b"Ada <a@x>" + b" 1" * 500_000).claimed_at == 1


MESSAGES = {
    "UTF-8": (b"", "Zoë\n".encode(), "Zoë\n"),
    "latin-1 that says so": (b"encoding ISO-8859-1", "Zoë\n".encode("latin-1"), "Zoë\n"),
    "latin-1 that does not": (b"", "Zoë\n".encode("latin-1"), "Zo\ufffd\n"),
    "shift-jis": (b"encoding Shift_JIS", "陶器\n".encode("shift_jis"), "陶器\n"),
    "an unknown encoding": (b"encoding clay", "Zoë\n".encode(), "Zoë\n"),
    "no text encoding": (b"encoding zlib", b"Zoe\n", "Zoe\n"),
    "an encoding of Python's own": (b"encoding unicode_escape", rb"\ud800", r"\ud800"),
    "an encoding that is not ASCII": ("encoding ü".encode(), b"Zoe\n", "Zoe\n"),
    "NUL": (b"", b"be\0fore\n", "be\ufffdfore\n"),
    "half a surrogate pair": (b"encoding utf-7", b"+2AA-", "\ufffd"),
    "nothing": (b"", b"", ""),
}


@pytest.mark.parametrize(("header", "message", "text"), MESSAGES.values(), ids=MESSAGES.keys())
def test_messages_are_decoded_as_they_ask_to_be(header, message, text):
    body = commit(b"author " + ADA, b"committer " + ADA, *([header] if header else []), message=message)
    assert parse_commit(body).message == text


def test_parents_are_the_names_above_the_author():
    parent = b"parent " + PARENT.encode()
    body = commit(parent, b"parent HEAD", b"parent " + b"A" * 64, b"author " + ADA, parent, b"committer " + ADA)
    assert parse_commit(body).parents == (PARENT, "a" * 64)


def test_the_last_of_two_authors_counts_as_in_git(story):
    story.commit({"bowl": "1\n"})
    headers = b"author Ada <ada@x> 1 +0000\nauthor Eve <eve@x> 2 +0000\ncommitter C <c@x> 3 +0000\n"
    story.raw_commit(b"tree TREE\nparent PARENT\n" + headers + b"\nTwo\n")
    body = story.git_bytes("cat-file", "commit", "HEAD")
    assert parse_commit(body).author == Person("Eve", "eve@x", 2, 0)
    assert story.git("log", "-1", "--format=%an <%ae> %at") == "Eve <eve@x> 2"


def test_a_signature_is_no_part_of_the_message():
    signature = b"gpgsig -----BEGIN SSH SIGNATURE-----\n U1NI\n -----END SSH SIGNATURE-----"
    signed_commit = parse_commit(commit(b"author " + ADA, b"committer " + ADA, signature))
    assert (signed_commit.message, signed_commit.signing_key) == ("Glaze\n", "unreadable")
    assert parse_commit(commit(b"author " + ADA, b"committer " + ADA)).signing_key == ""


def test_a_signed_tag_inside_a_merge_does_not_sign_the_merge():
    tag = b"mergetag object " + b"0" * 40 + b"\n type commit\n \n v1\n gpgsig -----BEGIN PGP SIGNATURE-----"
    assert parse_commit(commit(b"author " + ADA, b"committer " + ADA, tag)).signing_key == ""


@given(st.binary())
def test_parsing_a_person_never_fails(line):
    person = parse_person(line)
    (person.name + person.email).encode()
    assert person.claimed_at is None or -(2**63) <= person.claimed_at < 2**63
    assert person.tz is None or -(2**15) <= person.tz < 2**15


words = st.sampled_from(
    [b"tree ", b"parent ", b"author ", b"encoding ", b"gpgsig ", b"utf-16", b"\n", b" ", b"<", b">", b"\0"]
)


@given(st.lists(words | st.binary(max_size=8)).map(b"".join))
def test_parsing_a_commit_never_fails(body):
    metadata = parse_commit(body)
    metadata.message.encode()
