"""Say numbers in sentences for people: no more digits than they deserve, singular and plural right."""

from __future__ import annotations

import re

_ASIDE = re.compile(r" \([^()]*\{[^()]*\)")
_TYPICAL = re.compile(r" \(typical: \{typical:(\w+)\}\)")
_COUNTED = re.compile(r"the ([\d,]+) changes before it")
_FINE = 10
_COARSE_SHARE = 0.1
_DAY = 0.5
_MOST_SURE = 0.0005


class Amount(float):
    """A number that a sentence can ask for in words.

    A format that holds a slash chooses between singular and plural, as `number` shows the amount; any format of a float
    works too.

    >>> "{0:number} {0:line is/lines are} added".format(Amount(1)), "{0:number} {0:line is/lines are} added".format(Amount(2))
    ('1 line is added', '2 lines are added')
    >>> [f"{Amount(value):number}" for value in (0, 0.04, 0.3, 3, 3.98, 12.5, 12345)]
    ['0', 'less than 0.1', '0.3', '3', '4', '12', '12,345']
    >>> [f"{Amount(value):share}" for value in (0, 0.0004, 0.012, 0.154, 0.9996, 1)]
    ['0%', 'less than 0.1%', '1.2%', '15%', 'almost 100%', '100%']
    >>> [f"{Amount(value):days}" for value in (0.2, 1.2, 1600)]
    ['less than a day', '1 day', '1,600 days']
    >>> [f"{Amount(value):times} often" for value in (0.5, 1, 1.44)]
    ['50% as often', 'as often', '1.4 times as often']
    >>> [f"it digs{Amount(value):habit}" for value in (0.5, 1, 4)]
    ['it digs', 'it digs, as none of the changes before it did', 'it digs, as 3 of the changes before it did']
    """

    def __format__(self, spec: str) -> str:
        """Say the amount in the words asked for."""
        singular, slash, plural = spec.partition("/")
        if slash:
            return singular if _number(self) == "1" else plural
        say = _WORDS.get(spec)
        return say(self) if say else super().__format__(spec)


class Gap(str):
    """What stands for an amount that is not known.

    >>> "{0:number} {0:line/lines}, {0:times} long".format(Gap("…"))
    '… lines, … times as long'
    """

    __slots__ = ()

    def __format__(self, spec: str) -> str:
        """Say the same, or the plural of what there is a choice of; what is said of times goes on."""
        return spec.partition("/")[2] or (f"{self} times as" if spec == "times" else str(self))


def fill(sentence: str, value: float | None, typical: float | None) -> str:
    """Fill `{value}` and `{typical}` into a sentence; a typical value that reads like the value is left out.

    >>> fill("{value:number} {value:line is/lines are} added (typical: {typical:number})", 1.0, None)
    '1 line is added (typical: not known)'
    >>> fill("it is {value:share} alike (typical: {typical:share})", 1.0, 1.0)
    'it is 100% alike'
    """
    amounts = {
        "value": Gap("…") if value is None else Amount(value),
        "typical": Gap("not known") if typical is None else Amount(typical),
    }
    aside = _TYPICAL.search(sentence)
    if aside and format(amounts["value"], aside[1]) == format(amounts["typical"], aside[1]):
        sentence = sentence.replace(aside[0], "")
    return sentence.format(**amounts)


def share_text(share: float) -> str:
    """Say how rare something is.

    >>> share_text(0.02), share_text(0.0001), share_text(0.37)
    ('1 in 50', 'fewer than 1 in 2,000', '37 in 100')
    """
    if share < _MOST_SURE:
        return f"fewer than 1 in {round(1 / _MOST_SURE):,}"
    if share > _COARSE_SHARE:
        return f"{round(100 * share)} in 100"
    return f"1 in {round(1 / share):,}"


def rarity_text(share: float, population: str, alike: tuple[str, str] = ("looks as risky", "look as risky")) -> str:
    """Say which share of ordinary subjects looks at least as risky; of counted ones, how many.

    Args:
        share: of them.
        population: which they are.
        alike: what is said of a single one, and of several.

    >>> rarity_text(0.01, "ordinary packages"), rarity_text(0.4, "ordinary packages")
    ('1 in 100 of ordinary packages looks as risky', '40 in 100 of ordinary packages look as risky')
    >>> rarity_text(0.001, "the 1,000 changes before it and changes of other projects")
    '1 in 1,000 among the 1,000 changes before it and changes of other projects looks as risky'
    >>> rarity_text(0.00184, "the 1,000 changes before it"), rarity_text(0.001998, "the 1,000 changes before it")
    ('1 of the 1,000 changes before it looks as risky', '2 of the 1,000 changes before it look as risky')
    """
    if counted := _COUNTED.fullmatch(population):
        count = _as_risky(share, int(counted[1].replace(",", "")))
        return f"{count:,} of {population} {alike[count != 1]}"
    is_single = _MOST_SURE <= share <= _COARSE_SHARE
    among = "among" if " and " in population else "of"
    return f"{share_text(share)} {among} {population} {alike[not is_single]}"


def unknown(sentence: str) -> str:
    """Say that what a sentence states is not known; what stands in brackets around an amount is left out.

    >>> unknown("it is a pot"), unknown("it holds pots (in one box: {value:number})")
    ('it is not known whether it is a pot', 'it is not known whether it holds pots')
    >>> unknown("it holds {value:number} {value:pot/pots} (typical: {typical:number})")
    'this is not known: it holds … pots'
    """
    return (
        f"this is not known: {topic(sentence)}"
        if "{" in _ASIDE.sub("", sentence)
        else f"it is not known whether {topic(sentence)}"
    )


def topic(sentence: str) -> str:
    """Say what a sentence is about, whatever the amounts; what stands in brackets around one is left out.

    >>> topic("it holds {value:number} {value:pot/pots} (typical: {typical:number})")
    'it holds … pots'
    """
    return fill(_ASIDE.sub("", sentence), None, None)


def continued(sentence: str) -> str:
    """Make a whole sentence one that goes on after a colon; what begins with a name or sign stays.

    >>> continued("There is no pot."), continued("It is cracked."), continued("OSV was not read."), continued("a.py: odd")
    ('there is no pot', 'it is cracked', 'OSV was not read', 'a.py: odd')
    """
    first = sentence.partition(" ")[0]
    lowered = sentence[:1].lower() + sentence[1:] if first.isalpha() and first.istitle() else sentence
    return lowered.rstrip(".")


def _as_risky(share: float, size: int) -> int:
    """Return how many of counted subjects a share of them is: of n, the k riskiest make up k / (n + 1).

    What lies between two of them has passed only the riskier one; a tenth allows for the digits that a share has.
    """
    return min(size, max(1, int(share * (size + 1) + 0.1)))


def _number(amount: float) -> str:
    if 0 < amount < 0.05:  # noqa: PLR2004 - what one decimal would show as nothing
        return "less than 0.1"
    text = f"{amount:,.1f}" if amount < _FINE else f"{amount:,.0f}"
    return text.removesuffix(".0")


def _share(amount: float) -> str:
    if 0 < amount < 0.0005:  # noqa: PLR2004 - what one decimal would show as nothing
        return "less than 0.1%"
    if 0.995 <= amount < 1:  # noqa: PLR2004 - what no decimals would show as all
        return "almost 100%"
    return f"{100 * amount:.{0 if amount >= _COARSE_SHARE else 1}f}".removesuffix(".0") + "%"


def _days(amount: float) -> str:
    return "less than a day" if amount < _DAY else f"{amount:,.0f} {'day' if round(amount) == 1 else 'days'}"


def _habit(amount: float) -> str:
    """Say how many of the changes before it did the same, of a value that counts the change itself."""
    if amount < 1:
        return ""
    return f", as {_number(amount - 1) if amount > 1 else 'none'} of the changes before it did"


def _times(amount: float) -> str:
    number = _number(amount)
    if number == "1":
        return "as"
    return f"{_share(amount)} as" if amount < 1 else f"{number} times as"


_WORDS = {"number": _number, "share": _share, "days": _days, "times": _times, "habit": _habit}
