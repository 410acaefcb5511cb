"""Samples are what the commands of today print."""

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest

import samples
from gitstory import Story

ROOT = Path(__file__).parents[2]
NOW = samples.Now("1.2", {"pots-2026-01": "a" * 64}, "abc123")
CURRENT = (
    "<!-- sample: knownhands rank kiln -->\n\n    trust\n\n"
    f"<!-- of kiln {'b' * 40}; knownhands 1.2; models: pots-2026-01 {'a' * 64}; layout abc123 -->\n<!-- /sample -->\n"
)


@pytest.mark.parametrize("page", samples.PAGES)
def test_no_sample_of_ours_is_stale(page: str) -> None:
    stale = list(samples.stale_samples((ROOT / page).read_text("utf-8"), samples.now()))
    assert stale == [], "run scripts/samples.py; its docstring says how"


def test_a_sample_made_with_all_that_is_there_today_is_current() -> None:
    assert list(samples.stale_samples(CURRENT, NOW)) == []


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"version": "1.3"}, "is of knownhands 1.2"),
        ({"models": {"pots-2026-01": "c" * 64}}, "was judged by another pots-2026-01"),
        ({"models": {}}, "was judged by another pots-2026-01"),
        ({"layout": "def456"}, "has another layout"),
    ],
    ids=["version", "model", "no model", "layout"],
)
def test_a_sample_made_with_something_else_is_stale(change: dict[str, object], reason: str) -> None:
    assert list(samples.stale_samples(CURRENT, replace(NOW, **change))) == [f"knownhands rank kiln: {reason}"]


def test_a_sample_that_was_never_run_is_stale() -> None:
    page = "<!-- sample: knownhands rank kiln -->\n<!-- /sample -->\n"
    assert list(samples.stale_samples(page, NOW)) == ["knownhands rank kiln: was never run"]


def test_what_is_not_given_stays_as_it_is() -> None:
    assert samples.renewed(CURRENT, {}) == CURRENT


def test_a_sample_shows_the_run_and_no_path_of_the_machine(story: Story, tmp_path: Path, monkeypatch) -> None:
    head = story.commit({"kiln.py": "1\n"}, "Start")
    monkeypatch.setenv("KNOWNHANDS_CACHE", str(tmp_path / "cache"))
    page = "Before\n<!-- sample: knownhands score change HEAD --repo pots | head -12 -->\n<!-- /sample -->\nAfter\n"
    renewed = samples.renewed(page, {"pots": story.path})
    assert renewed.startswith(
        "Before\n<!-- sample: knownhands score change HEAD --repo pots | head -12 -->\n\n    trust "
    )
    assert "change HEAD in pots: 1 commit" in " ".join(renewed.split())
    assert str(tmp_path) not in renewed
    assert renewed.endswith("<!-- /sample -->\nAfter\n")
    assert list(samples.stale_samples(renewed, samples.now())) == []
    assert f"of pots {head};" in renewed


def test_the_inert_archive_is_the_same_each_time(tmp_path: Path) -> None:
    digests = set()
    for name in ("first", "second"):
        samples.build_inert(tmp_path / name)
        digests.add(hashlib.sha256((tmp_path / name).read_bytes()).hexdigest())
    assert len(digests) == 1


def test_a_sample_names_nobody_even_where_a_name_is_broken_over_two_lines():
    answer = {"scores": [{"subject": {"author": "Ada Bell"}}, {"subject": {"author": ""}}]}
    assert samples.without_people("by Ada\n      Bell, today", answer) == "by its author, today"
