from gitstory import Story
from measured import Measure

BODY = """kiln: add a door

It was cold (see #12 and GH-3).
Since 1234567abc, https://kiln.example says so.

Reviewed-by: Bo Weaver <bo@loom.example>
Signed-off-by: Ada Potter <ada@pottery.example>
"""


def test_a_message_is_taken_apart(story: Story, measure: Measure) -> None:
    sha = story.commit({"kiln.py": "1\n"}, BODY)
    measured = measure()[sha]
    expected = {
        "title_characters": 16, "has_scope": 1, "body_lines": 5, "issue_references": 2, "message_links": 1,
        "commit_references": 1, "review_trailers": 1, "sign_off_trailers": 1,
    }  # fmt: skip
    assert {name: measured[name] for name in expected} == expected


def test_an_empty_message_is_short_not_unknown(story: Story, measure: Measure) -> None:
    sha = story.commit({"kiln.py": "1\n"}, "")
    measured = measure()[sha]
    assert (measured["title_characters"], measured["body_lines"], measured["body_words"], measured["has_scope"]) == (
        0,
        0,
        0,
        0,
    )


def test_a_length_is_compared_with_that_of_earlier_messages(story: Story, measure: Measure) -> None:
    first = story.commit({"a": "1"}, "x" * 80)
    second = story.commit({"a": "2"}, "x" * 180)
    measured = measure()
    assert (measured[first]["message_ratio"], measured[second]["message_ratio"]) == (None, 2)
