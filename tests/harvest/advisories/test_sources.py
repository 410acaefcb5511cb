"""Files, zips and folders of records, some of them hostile."""

import json
import os

import pytest

from advisories import about, osv
from knownhands.errors import NotFound, SourceError, Unparsable, Unreachable
from knownhands.harvest.advisories.sources import Item, open_body, open_path, records
from packing import zipped

ONE, TWO = osv("PYSEC-2026-1", about("pots")), osv("PYSEC-2026-2", about("kettle"))
YAML = """\
id: PYSEC-2026-1
modified: 2026-03-02T00:00:00Z
affected:
- package: {ecosystem: PyPI, name: pots}
  versions:
  - "1.0"
  - 1.10
withdrawn:
"""
BOMB = "id: &a [x, x, x]\naffected: [*a, *a, *a]\n"


def read(source) -> list[object]:
    return [record for item in source.items for record in records(item)]


SHAPES = {"one": ONE, "a list": [ONE, TWO], "an answer": {"vulns": [ONE, TWO]}}


@pytest.mark.parametrize("content", SHAPES.values(), ids=SHAPES)
def test_a_file_holds_one_record_or_several_and_is_no_database(content, tmp_path) -> None:
    (tmp_path / "pots.json").write_text(json.dumps(content))
    source = open_path(tmp_path / "pots.json")
    assert not source.is_database
    assert read(source) in ([ONE], [ONE, TWO])


def test_yaml_is_read_with_versions_as_they_are_spelt() -> None:
    (record,) = read(open_body("PYSEC-2026-1.yaml", YAML.encode()))
    assert record["affected"][0]["versions"] == ["1.0", "1.10"]
    assert record["withdrawn"] is None


BROKEN = {
    "no JSON": ("1.json", b'{"id": '),
    "no text": ("1.json", b"\xff\xfe\xff"),
    "deep": ("1.json", b"[" * 100_000),
    "a long number": ("1.json", b'{"id": ' + b"9" * 10_000 + b"}"),
    "no YAML": ("1.yaml", b"a: [\n"),
    "a bomb": ("1.yaml", BOMB.encode()),
    "deep YAML": ("1.yaml", b"a: " + b"[" * 50_000),
    "YAML that is no text": ("1.yaml", b"\xff\xfe\xff"),
}


@pytest.mark.parametrize(("name", "body"), BROKEN.values(), ids=BROKEN)
def test_a_broken_file_is_refused_by_name(name, body) -> None:
    with pytest.raises(Unparsable, match=rf"^{name}"):
        read(open_body(name, body))


def test_a_zip_is_a_database_in_the_order_of_names() -> None:
    body = zipped(("b.json", json.dumps(TWO).encode()), ("a.json", json.dumps(ONE).encode()), ("read.me", b"hello"))
    source = open_body("all.zip", body)
    assert (read(source), source.is_database) == ([ONE, TWO], True)
    assert [item.where for item in source.items] == ["all.zip!/a.json", "all.zip!/b.json"]


def test_a_zip_that_is_cut_short_or_a_bomb_is_no_database() -> None:
    packed = zipped(("a.json", json.dumps(ONE).encode()), ("b.json", b"[" + b" " * 9_000_000 + b"]"))
    bomb = open_body("all.zip", packed)
    assert not bomb.is_database
    assert list(records(bomb.items[0])) == [ONE]
    with pytest.raises(Unparsable, match=r"b\.json"):
        list(records(bomb.items[1]))
    cut = open_body("all.zip", packed[: len(packed) // 2])
    assert (list(cut.items), cut.is_database) == ([], False)


LAYOUTS = {
    "PyPA": "vulns/pots/PYSEC-2026-1.yaml",
    "GitHub": "advisories/github-reviewed/2026/03/GHSA-pots/GHSA-pots.json",
    "OpenSSF": "osv/malicious/npm/@kiln/pots/MAL-2026-1.json",
    "OpenSSF withdrawn": "osv/withdrawn/npm/pots/MAL-2026-1.json",
    "any other": "shelf/pots.json",
}


@pytest.mark.parametrize("path", LAYOUTS.values(), ids=LAYOUTS)
def test_a_database_is_walked_where_it_keeps_its_records(path, tmp_path) -> None:
    file = tmp_path / path
    file.parent.mkdir(parents=True)
    file.write_text(json.dumps(ONE) if file.suffix == ".json" else YAML)
    (tmp_path / ".settings").mkdir()
    (tmp_path / ".settings" / "lint.yaml").write_text("a: 1\n")
    (tmp_path / "read.me").write_text("hello")
    source = open_path(tmp_path)
    assert [item.where for item in source.items] == [path]
    assert source.is_database
    assert read(source)[0]["id"] == "PYSEC-2026-1"


def test_what_a_database_does_not_publish_is_left_alone(tmp_path) -> None:
    for path in ("advisories/github-reviewed/a.json", "advisories/unreviewed/b.json", "config/c.json"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text("{}")
    assert [item.where for item in open_path(tmp_path).items] == ["advisories/github-reviewed/a.json"]


def test_no_link_or_pipe_in_a_folder_is_opened(tmp_path) -> None:
    (tmp_path / "shelf").mkdir()
    (tmp_path / "secret.json").write_text(json.dumps(ONE))
    (tmp_path / "shelf" / "link.json").symlink_to(tmp_path / "secret.json")
    (tmp_path / "shelf" / "up").symlink_to(tmp_path)
    os.mkfifo(tmp_path / "shelf" / "pipe.json")
    assert list(open_path(tmp_path / "shelf").items) == []


def test_what_becomes_a_link_after_it_was_listed_is_not_followed(tmp_path) -> None:
    (tmp_path / "shelf").mkdir()
    (tmp_path / "shelf" / "pots.json").write_text(json.dumps(ONE))
    (tmp_path / "secret.json").write_text(json.dumps(TWO))
    source = open_path(tmp_path / "shelf")
    (tmp_path / "shelf" / "pots.json").unlink()
    (tmp_path / "shelf" / "pots.json").symlink_to(tmp_path / "secret.json")
    with pytest.raises(Unreachable, match=r"^pots\.json cannot be read"):
        read(source)


def test_a_record_that_is_too_large_is_refused(tmp_path) -> None:
    (tmp_path / "pots.json").write_bytes(b" " * (8 * 2**20 + 1))
    with pytest.raises(Unparsable, match="more than 8 MB"):
        read(open_path(tmp_path))


def test_nothing_there_or_no_file_is_a_clear_error(tmp_path) -> None:
    for path in (tmp_path / "pots.json", tmp_path / "po\0ts"):
        with pytest.raises(NotFound, match="no file or folder"):
            open_path(path)
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(SourceError, match="is no file"):
        open_path(tmp_path / "pipe")


def test_an_item_names_what_could_not_be_read() -> None:
    def refuse() -> bytes:
        raise PermissionError(13, "Permission denied")

    with pytest.raises(Unreachable, match=r"^pots\.json cannot be read: Permission denied"):
        list(records(Item("pots.json", refuse)))
