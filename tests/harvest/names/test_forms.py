"""Forms of a name are stable: taking one of a form changes nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knownhands.harvest.names.forms import bare, normalise, scope, skeleton, squash, stems


@given(st.text(max_size=20), st.sampled_from(["pypi", "npm"]))
def test_a_normal_name_is_its_own_normal_form(name, ecosystem) -> None:
    normal = normalise(name, ecosystem)
    assert normalise(normal, ecosystem) == normal


@given(st.text("kiln-_.@/", max_size=20))
def test_a_squashed_name_has_no_separators_left(name) -> None:
    assert squash(squash(name)) == squash(name)
    assert not set(squash(name)) & set("-_.@/")


@pytest.mark.parametrize("spelling", ["Kiln_Glaze", "kiln.glaze", "kiln--glaze", "KILN-_.GLAZE"])
def test_pypi_takes_spellings_for_one_name_and_npm_does_not(spelling: str) -> None:
    assert normalise(spelling, "pypi") == "kiln-glaze"
    assert normalise(spelling, "npm") == spelling.lower() != "kiln-glaze"


@pytest.mark.parametrize("name", ["k1ln", "ki1n", "k\u0456ln", "\u043ailn", "klln"])
def test_lookalikes_share_a_skeleton(name: str) -> None:
    assert skeleton(name) == skeleton("kiln") != skeleton("kuln")


@pytest.mark.parametrize(
    ("name", "stem"), [("py-kiln", "kiln"), ("kiln.js", "kiln"), ("kiln3", "kiln"), ("node-kiln-dev", "kilndev")]
)
def test_usual_affixes_come_off(name: str, stem: str) -> None:
    assert stem in stems(name)


@pytest.mark.parametrize("name", ["kiln", "kiln-glaze", "pyx", "@kiln/glaze"])
def test_names_without_a_usual_affix_have_no_stem(name: str) -> None:
    assert stems(name) == set()


def test_a_scope_is_told_from_a_name_that_begins_with_an_at() -> None:
    assert (scope("@kiln/glaze"), bare("@kiln/glaze")) == ("kiln", "glaze")
    assert (scope("@kiln"), bare("@kiln")) == ("", "@kiln")
