import re
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from invented_scores import NEW_GROUND, START, with_reasons
from knownhands.inventory import Inventory
from knownhands.report.html import FORMAT
from knownhands.score import Score

OWN_TAGS = {"html", "head", "meta", "title", "style", "body", "h1", "h2", "h3", "article", "section", "p", "b", "br"}
OWN_TAGS |= {"code", "span", "table", "thead", "tbody", "tr", "th", "td", "div", "ul", "li", "dl", "dt", "dd"}
OWN_TAGS |= {"details", "summary"}
ENOUGH = 4.5
"""The contrast of text that WCAG 2.2 asks for at level AA."""


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


def luminance(colour: str) -> float:
    """Return the relative luminance of #rgb or #rrggbb, as WCAG defines it."""
    digits = colour if len(colour) == 6 else "".join(2 * digit for digit in colour)
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(text: str, page: str) -> float:
    light, dark = sorted((luminance(text), luminance(page)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_untrusted_text_adds_no_tag_and_no_attribute(hostile: Score) -> None:
    page = Page(FORMAT(hostile) + FORMAT(Inventory.of([hostile, hostile])))
    assert set(page.tags) <= OWN_TAGS
    assert not {name for name in page.attributes if name.startswith("on") or name in ("src", "href")}
    assert "<script>alert(1)</script>" in page.words


def test_every_tag_that_opens_closes(hostile: Score, packages: Inventory) -> None:
    for text in (FORMAT(hostile), FORMAT(packages)):
        for tag in OWN_TAGS - {"meta", "br"}:
            assert len(re.findall(rf"<{tag}[ >]", text)) == text.count(f"</{tag}>"), tag


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
    reasons = (replace(START, points=90), *(replace(NEW_GROUND, points=points) for points in (80, -200, 33)))
    for left, width in re.findall(r"left:([\d.]+)%;width:([\d.]+)%", FORMAT(with_reasons(score, *reasons))):
        assert float(left) + float(width) <= 100


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_every_colour_of_text_can_be_read(score: Score, scheme: int) -> None:
    block = re.findall(r":root \{([^}]*)\}", FORMAT(score))[scheme]
    colours = dict(re.findall(r"--([\w-]+): #([0-9a-f]{3,6})", block))
    assert {"text", "soft", "trusted", "ordinary", "review", "high-risk", "unknown"} <= colours.keys()
    for name in colours.keys() - {"page", "line", "card", "up", "down"}:
        for ground in ("page", "card"):
            assert contrast(colours[name], colours[ground]) >= ENOUGH, name


def test_a_phone_gets_its_own_width(score: Score) -> None:
    text = FORMAT(score)
    assert "width=device-width" in text
    assert "max-width: 40rem" in text


def test_several_scores_are_folded_under_their_summaries(several: Inventory) -> None:
    page = Page(FORMAT(several))
    assert page.tags.count("details") == page.tags.count("summary") == len(several.entries)


def test_many_checks_without_an_answer_are_folded(checked: Score) -> None:
    unknown, names = checked.findings[1], ["hides_glaze", "hides_clay", "hides_cracks"]
    listed = ", ".join(sorted((*names, unknown.check))).replace("_", " ")
    findings = [replace(unknown, check=name) for name in names]
    text = FORMAT(replace(checked, findings=(*checked.findings, *findings)))
    assert f"<summary>could not be answered, the gravest first: {listed}<" in text
    assert text.count("Does it hide text?") == 4


def test_a_list_of_one_is_folded_too(score: Score) -> None:
    assert Page(FORMAT(Inventory.of([score]))).tags.count("details") == 1


def test_golden(golden: Callable[[str, str], None], below: Score, attacking: Score, packages: Inventory) -> None:
    golden("attacking.html", FORMAT(attacking))
    golden("below.html", FORMAT(below))
    golden("packages.html", FORMAT(packages))
