import pytest

from gitstory import ADA, BO, Story
from measured import Measure

SIGNED = (
    "tree TREE\nparent PARENT\nauthor Ada <{0}> 1700000000 +0000\ncommitter Ada <{0}> 1700000000 +0000\n{1}\n\nSpin\n"
)
KEY = "gpgsig -----BEGIN SIGNED MESSAGE-----\n AAAA\n -----END SIGNED MESSAGE-----"


def test_a_known_name_with_a_strange_e_mail_is_noticed_and_the_other_way_round(story: Story, measure: Measure) -> None:
    story.commit({"a": "1"}, by=ADA)
    same = story.commit({"a": "2"}, by=ADA)
    borrowed = story.commit({"a": "3"}, by=(ADA[0], "ada@elsewhere.example"))
    renamed = story.commit({"a": "4"}, by=("Ada Turner", ADA[1]))
    stranger = story.commit({"a": "5"}, by=BO)
    measured = measure()
    pairs = {sha: (measured[sha]["is_new_email_for_name"], measured[sha]["is_new_name_for_email"]) for sha in measured}
    assert [pairs[sha] for sha in (same, borrowed, renamed, stranger)] == [(0, 0), (1, 0), (0, 1), (0, 0)]


@pytest.mark.parametrize(("signed", "is_missing"), [(3, 1), (2, 0)], ids=["a habit", "no habit yet"])
def test_a_dropped_signature_is_noticed_once_there_is_a_habit(
    story: Story, measure: Measure, signed: int, is_missing: int
) -> None:
    story.commit({"a": "1"}, by=BO)
    for _ in range(signed):
        story.raw_commit(SIGNED.format("ada@x", KEY).encode())
    dropped = story.commit({"a": "2"}, by=("Ada", "ada@x"))
    assert measure()[dropped]["is_signature_missing"] == is_missing


def test_who_signs_now_and_then_lacks_no_signature(story: Story, measure: Measure) -> None:
    for number in range(4):
        story.commit({"a": str(number)}, by=("Ada", "ada@x"))
    story.raw_commit(SIGNED.format("ada@x", KEY).encode())
    unsigned = story.commit({"a": "9"}, by=("Ada", "ada@x"))
    assert measure()[unsigned]["is_signature_missing"] == 0


def test_a_time_zone_is_new_only_beside_ten_commits_of_the_same_author(story: Story, measure: Measure) -> None:
    usual = [story.commit({"a": str(number)}, tz="+0100") for number in range(11)]
    away = story.commit({"a": "x"}, tz="-0800")
    measured = measure()
    assert [measured[sha]["is_new_zone"] for sha in (usual[9], usual[10], away)] == [None, 0, 1]
    assert measured[away]["zone_share"] == 0
