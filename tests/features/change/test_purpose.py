import pytest

from gitstory import Story
from knownhands.features.change.purpose import FAMILY
from measured import Measure

TITLES: dict[str, set[str]] = {
    "Fix crash in kiln": {"is_fix"},
    "Prefix names": set(),
    "Add fixtures": {"is_feature"},
    "Bump clay to 2.1": {"is_dependency_update"},
    "Rename a trace": {"is_cleanup"},
    "Enable threads by default": {"is_feature", "is_default_change", "is_concurrency"},
    "Glaze\n\nFix the build": set(),
}
KINDS = set().union(*TITLES.values())


def test_only_the_title_says_what_a_change_is_for(story: Story, measure: Measure) -> None:
    titles = {story.commit({"kiln.py": title}, title): title for title in TITLES}
    measured = measure()
    assert {title: {name for name in KINDS if measured[sha][name]} for sha, title in titles.items()} == TITLES


def test_code_is_without_a_test_unless_one_changes_with_it(story: Story, measure: Measure) -> None:
    alone = story.commit({"kiln.py": "1\n", "README.md": "1\n"})
    tested = story.commit({"kiln.py": "2\n", "tests/test_kiln.py": "1\n"})
    prose = story.commit({"docs/kiln.txt": "1\n"})
    measured = measure()
    assert [measured[sha]["is_code_without_test"] for sha in (alone, tested, prose)] == [1, 0, 0]
    assert [measured[sha]["docs_share"] for sha in (alone, tested, prose)] == [0.5, 0, 1]


@pytest.mark.parametrize(
    "feature",
    [feature for feature in FAMILY.columns if "a word such as" in feature.sentence],
    ids=lambda feature: feature.id,
)
def test_every_word_that_a_sentence_names_is_one_that_is_looked_for(feature, story: Story, measure: Measure) -> None:
    named = feature.explain(1, None).removeprefix("its title has a word such as ").replace(" or ", ", ").split(", ")
    shas = [story.commit({"kiln.py": word}, f"Glaze {word}") for word in named]
    measured = measure()
    assert [measured[sha][feature.id] for sha in shas] == [1] * len(named)
