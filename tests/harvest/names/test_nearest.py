"""Each way to resemble a well-known name, and its innocent twin."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knownhands.errors import UsageError
from knownhands.harvest.names.candidates import KINDS
from knownhands.harvest.names.nearest import Names
from knownhands.harvest.names.popular import popular

# what: ecosystem, a look-alike, what it looks like, how; and a twin that does not look like it in this way
WAYS = {
    "a letter more": ("pypi", "requestsq", "requests", "edit", "requestsquad"),
    "two letters apart in a long name": ("pypi", "beautifuldoop4", "beautifulsoup4", "two-edits", "beautifulkiln4"),
    "two letters apart in a short one": ("npm", "babel-loqdre", "babel-loader", "two-edits", "bqbls"),
    "letters swapped": ("pypi", "reqeusts", "requests", "transposition", "requstse"),
    "letters swapped in a long name": ("pypi", "python-dateuitl", "python-dateutil", "transposition", "dateuitls"),
    "the key beside it": ("pypi", "numpt", "numpy", "keyboard", "numpa"),
    "a letter twice": ("npm", "lodashh", "lodash", "repeat", "lodashk"),
    "a letter left out": ("npm", "expres", "express", "omission", "expresss"),
    "separator left out": ("pypi", "pythondateutil", "python-dateutil", "separator", "pythondateutils"),
    "separator exchanged": ("npm", "cross_env", "cross-env", "separator", "crossed-env"),
    "digit for letter": ("npm", "l0dash", "lodash", "homoglyph", "ludash"),
    "pair for letter": ("pypi", "nurnpy", "numpy", "homoglyph", "nurpy"),
    "letter of another script": ("pypi", "num\u0440y", "numpy", "homoglyph", "num\u0436y"),
    "prefix": ("pypi", "python-requests", "requests", "affix", "kiln-requests"),
    "glued suffix": ("npm", "lodashjs", "lodash", "affix", "lodashkiln"),
    "affix exchanged": ("npm", "node-discord", "discord.js", "affix", "kiln-discord"),
    "a number behind": ("npm", "lodash22", "lodash", "affix", "lodashb"),
    "an affix and a slip": ("npm", "lodahs2222", "lodash", "affix-slip", "lodash2222"),
    "with a word that no one knows": ("npm", "lodash-kilnware", "lodash", "extension", "lodashy-kilnware"),
    "with a word that people know": ("pypi", "requests-azure", "requests", "plausible", "requests-kilnware"),
    "words in another order": ("npm", "env-cross", "cross-env", "word-order", "env-crossing"),
    "scope left out": ("npm", "eslint-parser", "@babel/eslint-parser", "scope", "eslint-parsing-kiln"),
    "scope made a prefix": ("npm", "babel-eslint-parser", "@babel/eslint-parser", "scope", "babel-eslint-kiln"),
    "scope invented": ("npm", "@kilnware/lodash", "lodash", "scope", "@kilnware/glaze"),
    "scope a letter away": ("npm", "@bable/eslint-parser", "@babel/eslint-parser", "scope", "@bable/kiln"),
    "named as a scope's family": (
        "npm",
        "ckeditor5-kiln",
        "@ckeditor/ckeditor5-core",
        "scope-family",
        "kiln-ckeditor5",
    ),
    "module of Python": ("pypi", "urllib", "urllib", "standard-library", "urllibs"),
    "module of Node": ("npm", "perf_hooks", "perf_hooks", "standard-library", "perf_hook"),
}


def kinds_of(ecosystem: str, name: str, target: str) -> set[str]:
    return {kind for match in Names(ecosystem).matches(name, 1000) if match.target == target for kind in match.kinds}


@pytest.mark.parametrize(("ecosystem", "name", "target", "kind", "twin"), WAYS.values(), ids=WAYS)
def test_each_way_to_resemble_is_found_and_its_twin_is_not(ecosystem, name, target, kind, twin) -> None:
    assert kind in kinds_of(ecosystem, name, target)
    assert kind not in kinds_of(ecosystem, twin, target)


def test_every_kind_has_an_example() -> None:
    assert {kind for _, _, _, kind, _ in WAYS.values()} == set(KINDS)


@pytest.mark.parametrize("name", ["kilnglazeware", "rexuexkts", "nwmpz", "", "---"])
def test_a_name_of_its_own_resembles_none(pypi: Names, name: str) -> None:
    assert pypi.nearest(name) is None


def test_the_nearest_is_the_one_that_the_eye_takes_it_for(pypi: Names, npm: Names) -> None:
    assert [pypi.nearest(name).target for name in ("reqeusts", "djnago", "pandsa")] == ["requests", "django", "pandas"]
    assert [npm.nearest(name).target for name in ("lodahs", "cross_env", "expres")] == [
        "lodash",
        "cross-env",
        "express",
    ]


def test_a_slip_deceives_more_than_an_honest_extension(npm: Names) -> None:
    assert npm.nearest("expres").confusability > 0.5 > npm.nearest("react-kilnware").confusability


def test_a_new_word_deceives_more_than_a_known_one(npm: Names) -> None:
    slip, word = (npm.nearest(name) for name in ("redux-fprm", "redux-fork"))
    assert slip.target == word.target == "redux-form"
    assert slip.confusability > word.confusability


def test_a_well_known_name_is_not_taken_for_a_less_known_one(pypi: Names) -> None:
    names = popular("pypi")
    assert pypi.nearest(names[0]) is None
    assert all(match.rank < rank for rank, name in enumerate(names[:2000], 1) for match in pypi.matches(name))


def test_a_well_known_name_may_be_taken_for_a_better_known_one(npm: Names) -> None:
    assert "lodash.js" not in npm
    names = popular("npm")
    assert any(npm.nearest(name) for name in names[-100:])


def test_a_scope_that_owns_well_known_names_is_not_an_impostor(npm: Names) -> None:
    assert npm.matches("@babel/eslint-prser") == []
    assert npm.matches("@bable/eslint-parser") != []


@given(st.sampled_from(["requests", "python-dateutil", "@babel/core", "lodash.merge", "zope-interface"]))
def test_a_name_never_matches_itself(name) -> None:
    for ecosystem in ("pypi", "npm"):
        assert name not in {match.target for match in Names(ecosystem).matches(name, 1000)}


@pytest.mark.parametrize("name", ["Reqeusts", "REQEUSTS", " reqeusts "])
def test_case_changes_nothing(pypi: Names, npm: Names, name: str) -> None:
    assert pypi.matches(name) == pypi.matches("reqeusts")
    assert npm.matches(name) == npm.matches("reqeusts")


def test_separators_are_one_in_pypi_and_several_in_npm(pypi: Names, npm: Names) -> None:
    spellings = ["python-dateuitl", "python_dateuitl", "Python..dateuitl"]
    assert all(pypi.matches(spelling) == pypi.matches(spellings[0]) for spelling in spellings)
    assert pypi.nearest("python_dateutil") == pypi.nearest("python-dateutil")
    assert npm.nearest("cross_env").target == "cross-env"


@given(st.text(max_size=30) | st.text("abcdeilnoprst01-_./@", max_size=40))
def test_any_text_is_answered_in_bounds(name) -> None:
    for ecosystem in ("pypi", "npm"):
        for match in Names(ecosystem).matches(name):
            assert 0 <= match.confusability <= 1
            assert 0 <= match.distance <= 1
            assert match.rank >= 0
            assert set(match.kinds) <= set(KINDS)
            assert match.kinds


def test_a_name_longer_than_any_registry_allows_costs_nothing(npm: Names) -> None:
    assert npm.nearest("react-" + "a-" * 100_000) is None
    assert npm.nearest("react-" + "a-" * 100) is not None


def test_the_parts_add_up_to_the_number(npm: Names) -> None:
    for match in npm.matches("expres"):
        assert match.confusability == pytest.approx(1 / (1 + math.exp(-sum(match.parts.values()))), abs=1e-4)


def test_matches_come_most_confusable_first_and_no_more_than_asked(npm: Names) -> None:
    matches = npm.matches("react-tabs", 3)
    assert len(matches) == 3
    assert matches == sorted(matches, key=lambda match: -match.confusability)
    assert matches[0] == npm.nearest("react-tabs")


def test_an_ecosystem_without_a_list_is_refused() -> None:
    with pytest.raises(UsageError, match="no list of popular names for kiln") as refused:
        Names("kiln")
    assert refused.value.hint == "There is one for: npm, pypi."
