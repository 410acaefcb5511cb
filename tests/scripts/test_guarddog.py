"""What stands between an archive in memory and GuardDog's analyzer; GuardDog itself is not needed here."""

from __future__ import annotations

import math
import os
import sys
from pathlib import Path

import pyarrow as pa
import pytest

from knownhands.features.assemble import features_of
from knownhands.harvest.archive.contents import Contents, Member
from knownhands.learn.tasks.package_malware import is_for_training

sys.path.insert(0, str(Path(__file__).parents[2] / "scripts"))
import build_package_corpus as corpus
import score_guarddog
from _guarddog import Refused, files_of, walk


def archive(*members: Member) -> Contents:
    return Contents("sdist", "clay-1.0.tar.gz", members, (), is_complete=True, top="clay-1.0")


def file(path: str, body: bytes | None = b"") -> Member:
    return Member(path, len(body or b""), body, 0o644, "file")


def example(name: str, *, bad: bool = False, group: str = "", month: int = 202405, variant: str = "") -> dict:
    keys = {"id": name, "is_malicious": bad, "group": group, "source": "tree", "ecosystem": "pypi", "form": "sdist"}
    features = {feature.id: 0.0 for feature in features_of("package")}
    return keys | {"month": month, "signature": "", "variant": variant} | features


def test_the_walk_is_that_of_the_real_folder(tmp_path: Path) -> None:
    paths = ["clay/b/deep/z.py", "clay/a/x.py", "setup.py", "clay/m.py", "clay/b/y.py"]
    for path in paths:
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).touch()

    def seen(walking) -> list[tuple[str, list[str]]]:
        listing = []
        for root, folders, names in walking:
            folders.sort()
            listing.append((root, sorted(names)))
        return listing

    assert seen(walk(dict.fromkeys(paths), str(tmp_path))) == seen(os.walk(tmp_path))


def test_unpacking_keeps_the_last_of_a_name_and_no_inner_archives() -> None:
    contents = archive(
        file("clay-1.0/a.py", b"old"),
        file("clay-1.0/in.zip", b"zip"),
        file("clay-1.0/a.py", b"new"),
        file("clay-1.0/in.zip!/b.py", b"inner"),
        Member("clay-1.0/here", 0, None, 0, "link"),
        file("clay-1.0/large.bin", None),
    )
    assert files_of(contents) == {"clay-1.0/a.py": b"new", "clay-1.0/in.zip": b"zip", "clay-1.0/large.bin": None}


@pytest.mark.parametrize("member", [file("../out.py"), file("/etc/out.py"), file("clay-1.0/../../out.py")])
def test_what_leads_outside_is_refused(member: Member) -> None:
    with pytest.raises(Refused):
        files_of(archive(member))


def test_only_what_is_tested_with_is_scored() -> None:
    owners = {is_for_training(f"owner{number}"): f"owner{number}" for number in range(20)}
    part = pa.Table.from_pylist([
        example("learned", group=owners[True]),
        example("tested", group=owners[False]),
        example("old", bad=True, group="old", month=202301),
        example("new", bad=True, group="new"),
        example("new-split", bad=True, group="new", variant="split"),
    ])  # fmt: skip
    assert score_guarddog.tested(part) == {"tested", "new", "new-split"}


def test_a_failure_is_nan_and_not_asked_is_null() -> None:
    items = [
        corpus.Item(name, archive(), is_malicious=False, group="", source="tree", month=None) for name in ("a", "b")
    ]
    answers = iter([8.5, math.nan])
    scores = score_guarddog.scored(items, lambda _: next(answers))
    table = pa.table({"id": ["b", "c", "a"], "variant": ["", "", ""]})
    b, c, a = corpus.with_guarddog(table, [scores])["guarddog"].to_pylist()
    assert (math.isnan(b), c, a) == (True, None, 8.5)
