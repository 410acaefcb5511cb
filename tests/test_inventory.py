"""What a list says of all its subjects."""

from dataclasses import replace

from knownhands.inventory import Inventory
from knownhands.records import Band, Subject, Unknown
from knownhands.score import Score

GAP = Unknown("attack", "its lines are not read yet")
POT = Score(Subject("change", "<pot>"), "", 80, Band.ORDINARY, "Nothing stands out.", "defect", unknown=(GAP,))


def test_what_is_unknown_of_half_or_more_is_named_once_with_its_count() -> None:
    other = replace(POT, unknown=(Unknown("history", "the clone is shallow"),))
    (shared,) = Inventory.of([POT, POT, other]).unknown
    assert (shared.id, shared.why, shared.count) == ("attack", "its lines are not read yet", 2)


def test_a_notebook_shows_each_subject_and_what_is_unknown() -> None:
    shown = Inventory.of([POT, POT])._repr_html_()
    assert shown.count("<td>&lt;pot&gt;</td><td>80</td><td>ordinary</td>") == 2
    assert "of 2 of 2: its lines are not read yet" in shown
