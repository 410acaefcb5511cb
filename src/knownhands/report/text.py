"""One screen for a person: the answer in a sentence, the reasons that add up to it, and what is not known.

A terminal's width is used, colour and bold only where there are some. A list gets two or three lines for each subject.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from knownhands.records import Answer, Band
from knownhands.report import _list, _score, _things
from knownhands.report._format import PAPER, Format
from knownhands.report._words import NOT_A_PERSON, excerpt, place, sentence, tenths
from knownhands.score import DIRECTION, Score

if TYPE_CHECKING:
    from collections.abc import Iterable

    from knownhands.inventory import Inventory
    from knownhands.records import Evidence, Finding, Reason
    from knownhands.report._format import Page
    from knownhands.report._screen import Screen

_POINTS = 6
_COST = 10
_SEVERITY = 8
_BAND = 9
_TRUST = 5
_STYLES = {
    Band.TRUSTED: "bold green",
    Band.ORDINARY: "bold",
    Band.REVIEW: "bold yellow",
    Band.HIGH_RISK: "bold red",
    Band.UNKNOWN: "bold magenta",
}
_FAILED = "bold red"


def render(result: Score | Inventory, page: Page = PAPER) -> str:
    """Print one score in full, a list as one."""
    from knownhands.report._screen import Screen

    screen = Screen(page)
    if isinstance(result, Score):
        _one(screen, result)
    else:
        _several(screen, result)
    return screen.text()


def _one(screen: Screen, score: Score) -> None:
    screen.say(_score.headline(score), _STYLES[score.band])
    screen.say(score.verdict, "bold", hang=0)
    screen.blank()
    _subject(screen, score)
    _policy(screen, score)
    _look_at(screen, score)
    _concerns(screen, score)
    _reasons(screen, score)
    _findings(screen, score)
    _gaps(screen, score)
    screen.say(f"{DIRECTION}. {NOT_A_PERSON} {sentence(_score.model_text(score))}", "dim", hang=0)


def _subject(screen: Screen, score: Score) -> None:
    screen.say(_score.subject_text(score))
    if _score.claims(score):
        screen.say(f"it claims: {_score.claims(score)}")
    if score.header:
        screen.say(score.header, hang=0)
    screen.blank()


def _policy(screen: Screen, score: Score) -> None:
    title = _score.policy_title(score)
    if not title:
        return
    screen.say(title, "bold" if score.policy.passed else _FAILED)
    for reason, remedy in _score.broken(score):
        screen.say(reason, indent=2)
        screen.say(f"what to do: {remedy}", indent=4)
    for note in _score.ignored(score):
        screen.say(note, indent=2)
    screen.blank()


def _look_at(screen: Screen, score: Score) -> None:
    """Print the lines to look at first."""
    if not (things := _things.things(score)):
        return
    screen.say(_things.title(things), "bold")
    for thing in things:
        for each in thing.places:
            screen.keep(place(each), "cyan", 2)
            if each.excerpt:
                screen.say(f"| {excerpt(each)}", "dim", 4)
        screen.say(thing.why, indent=4, hang=0)
        if thing.remedy:
            screen.say(_things.next_step(thing), indent=4)
    screen.blank()


def _concerns(screen: Screen, score: Score) -> None:
    longest = max([len("concern"), *(len(concern.id) for concern in score.concerns)])
    if not score.concerns:
        return
    screen.row([("concern", "dim"), ("band", "dim"), ("answer", "dim")], [longest, _BAND])
    for concern in score.concerns:
        words = f"{concern.question} {score.answer(concern)}"
        screen.row([(concern.id, ""), (concern.band.value, _STYLES[concern.band]), (words, "")], [longest, _BAND])
    screen.blank()


def _reasons(screen: Screen, score: Score) -> None:
    """Print the reasons of the concern that decides so that a reader can add them up."""
    if not score.reasons:
        return
    widths = [_POINTS, _COST]
    screen.row([("points", "dim"), ("to fake", "dim"), (f"why: {score.decided_by}", "dim")], widths)
    for reason in _score.ordered(score.reasons):
        _reason(screen, reason)
    screen.keep("-" * _POINTS, "dim")
    screen.row(
        [(f"{_score.total(score.reasons):.1f}", "bold"), ("", ""), (_score.sum_text(score), "bold")],
        widths,
        first_is_number=True,
    )
    screen.say(_score.legend(score), "dim", hang=0)
    screen.blank()


def _reason(screen: Screen, reason: Reason) -> None:
    points = tenths(reason.points)
    is_evidence = reason.cost_to_fake is not None
    style = "" if not is_evidence else "red" if points < 0 else "green"
    cells = [(f"{points:+.1f}", style), (str(reason.cost_to_fake or ""), "dim"), (reason.sentence, "")]
    screen.row(cells, [_POINTS, _COST], first_is_number=True)
    _evidence(screen, reason.evidence, _POINTS + _COST + 6)


def _evidence(screen: Screen, evidence: Iterable[Evidence], indent: int) -> None:
    for each in evidence:
        screen.keep(place(each), "cyan", indent)
        if each.excerpt:
            screen.say(f"| {excerpt(each)}", "dim", indent)


def _findings(screen: Screen, score: Score) -> None:
    """Print what the checks found, without what they found in order."""
    if not score.findings:
        return
    screen.say(_score.checks_text(score), "bold")
    shown, folded = _score.in_full(score)
    for finding in shown:
        _finding(screen, finding)
    if folded:
        screen.say(f"could not be answered, the gravest first; the JSON says why: {', '.join(folded)}", "dim", 2)
    screen.blank()


def _finding(screen: Screen, finding: Finding) -> None:
    style = "dim" if finding.answer is Answer.UNKNOWN else "bold"
    screen.row([("", ""), (finding.severity.value, style), (finding.sentence, "")], [0, _SEVERITY])
    _evidence(screen, finding.evidence, _SEVERITY + 6)
    if finding.remedy:
        screen.say(f"what to do: {finding.remedy}", indent=_SEVERITY + 4)


def _gaps(screen: Screen, score: Score) -> None:
    """Print what can run and was read or not, and what is not known."""
    if _score.read_text(score):
        screen.say(_score.read_text(score), "bold")
        for line in _list.folded(_score.unread_texts(score)):
            screen.say(line, indent=2)
    if title := _score.unknown_title(score):
        screen.say(title, "bold")
    for line in _score.gap_texts(score):
        screen.say(line, indent=2)


def _several(screen: Screen, inventory: Inventory) -> None:
    """Print the rows, and below what stays on the screen: the roll-up."""
    rows = _list.rows(inventory)
    if rows:
        screen.row([("trust", "dim"), ("band", "dim"), ("subject, and why", "dim")], [_TRUST, _BAND])
        for row in rows:
            _row(screen, row)
        screen.blank()
    screen.say(_list.counts(inventory), "bold")
    screen.say(_list.weakest(inventory))
    blocks = (_list.policy(inventory), _list.unknown(inventory), _list.left_open(inventory))
    for title, *lines in filter(None, blocks):
        screen.say(title, "bold")
        for line in lines:
            screen.say(line, indent=2)
    screen.say(f"{DIRECTION}.", "dim")


def _row(screen: Screen, row: _list.Row) -> None:
    indent = _TRUST + _BAND + 4
    style = _STYLES[Band(row.band)]
    screen.say(f"{row.trust:>{_TRUST}}  {row.band:<{_BAND}}  {row.name}  {row.title}".rstrip(), style, hang=indent)
    if row.byline:
        screen.say(row.byline, "dim", indent)
    screen.say(row.why, indent=indent)
    if row.where:
        screen.say(row.where, "dim", indent)
    if row.way and row.way != "direct":
        screen.say(f"comes in: {row.way}", "dim", indent)
    if row.policy:
        screen.say(f"fails: {row.policy}", _FAILED, indent)


FORMAT: Format = render
