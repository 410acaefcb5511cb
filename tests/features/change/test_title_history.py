import pytest

from gitstory import BO, Story
from measured import Measure


def test_a_word_that_went_wrong_before_weighs_on_the_next_title_that_has_it(story: Story, measure: Measure) -> None:
    bad = story.commit({"a": "1"}, "Enable kiln")
    story.commit({"a": "2"}, "Glaze pots")
    story.commit({"a": "3"}, f"Cool down\n\nThis reverts commit {bad}.", by=BO)
    warned = story.commit({"a": "4"}, "ENABLE wheel")
    calm = story.commit({"a": "5"}, "Glaze bowls")
    measured = measure()
    lift = (1 + 1) / (1 * 1 / 3 + 1)
    assert (
        measured[warned]["title_defect_lift_max"] == measured[warned]["title_defect_lift_first"] == pytest.approx(lift)
    )
    assert measured[warned]["title_defect_lift_mean"] == pytest.approx(lift**0.5)
    assert measured[warned]["title_rarity"] == 0
    assert measured[calm]["title_defect_lift_max"] == pytest.approx(1)


def test_a_title_without_a_word_is_unknown(story: Story, measure: Measure) -> None:
    story.commit({"a": "1"}, "Glaze pots")
    sha = story.commit({"a": "2"}, "v2 #3")
    assert measure()[sha]["title_defect_lift_mean"] is None
