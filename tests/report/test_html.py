import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from html.parser import HTMLParser

from knownhands.records import Score
from knownhands.report.html import FORMAT

OWN_TAGS = {
    "html",
    "head",
    "meta",
    "title",
    "style",
    "body",
    "h1",
    "h2",
    "article",
    "p",
    "small",
    "b",
    "br",
    "code",
}
OWN_TAGS |= {"table", "tr", "th", "td", "div", "ul", "li", "details", "summary"}


class Page(HTMLParser):
    """Collects the tags, attributes and words of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: set[str] = set()
        self.words = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes.update(name for name, _ in attrs)

    def handle_data(self, data: str) -> None:
        self.words += data


def test_untrusted_text_adds_no_tag_and_no_attribute(hostile: Score) -> None:
    page = Page(FORMAT(hostile) + FORMAT([hostile, hostile]))
    assert set(page.tags) <= OWN_TAGS
    assert not {name for name in page.attributes if name.startswith("on") or name in ("src", "href")}
    assert "<script>alert(1)</script>" in page.words


def test_the_page_needs_nothing_else(score: Score) -> None:
    text = FORMAT(score)
    assert "default-src 'none'" in text
    assert not re.search(r"<script|<link|<img|url\(|@import|https?:", text)


def test_there_is_a_bar_for_each_reason_and_it_ends_at_the_trust(score: Score) -> None:
    bars = re.findall(r"left:([\d.]+)%;width:([\d.]+)%", FORMAT(score))
    assert len(bars) == len(score.reasons)
    assert bars[0] == ("0.0", "81.2")
    assert round(float(bars[-1][0])) == score.trust


def test_a_bar_never_leaves_the_scale(score: Score) -> None:
    reasons = tuple(
        replace(reason, points=points) for reason, points in zip(score.reasons, (90, 80, -200, 33), strict=True)
    )
    for left, width in re.findall(r"left:([\d.]+)%;width:([\d.]+)%", FORMAT(replace(score, reasons=reasons))):
        assert float(left) + float(width) <= 100


def test_dark_and_light_are_both_provided_for(score: Score) -> None:
    text = FORMAT(score)
    assert "color-scheme: light dark" in text
    assert "prefers-color-scheme: dark" in text


def test_several_scores_are_folded_under_their_summaries(several: Sequence[Score]) -> None:
    page = Page(FORMAT(several))
    assert page.tags.count("details") == page.tags.count("summary") == len(several)


def test_a_list_of_one_is_folded_too(score: Score) -> None:
    assert Page(FORMAT([score])).tags.count("details") == 1


def test_golden(golden: Callable[[str, str], None], score: Score, unknown: Score) -> None:
    golden("score.html", FORMAT(score))
    golden("unknown.html", FORMAT(unknown))
