"""A capability file that breaks a rule is refused, by name and with what to do."""

from pathlib import Path

import pytest

from knownhands.capabilities.load import load
from knownhands.errors import KnownHandsError

GOOD = """
sentence = "fires a kiln"
attack = "T1059"
behaviour = "process"
cost_to_fake = "cheap"
suspicious = true

[python]
calls = ["kiln.fire"]
"""
EXAMPLES = """
[[example]]
path = "pots/a.py"
code = "import kiln; kiln.fire()"

[[twin]]
path = "pots/a.py"
code = "import kiln; kiln.cool()"
"""


def loaded(folder: Path, *, with_examples: bool = False, **texts: str):
    for name, text in texts.items():
        (folder / f"{name}.toml").write_text(text)
    return load(sorted(folder.glob("*.toml")), with_examples=with_examples)


def test_a_file_becomes_a_capability_of_its_name(tmp_path):
    (fires,) = loaded(tmp_path, fires=GOOD + EXAMPLES, with_examples=True).values()
    assert (fires.id, fires.sentence, fires.of("python").calls) == ("fires", "fires a kiln", ("kiln.fire",))
    assert [example.body for example in fires.twins] == [b"import kiln; kiln.cool()"]


@pytest.mark.parametrize(
    ("text", "why"),
    {
        GOOD.replace("sentence", "sentense"): "the unknown key `sentense`",
        GOOD.replace('sentence = "fires a kiln"', ""): "has no `sentence`",
        GOOD.replace("T1059", "1059"): "no technique of ATT&CK",
        GOOD.replace('attack = "T1059"', ""): "no technique of ATT&CK",
        GOOD.replace('"process"', '"prozess"'): "`behaviour = 'prozess'`; it may be",
        GOOD.replace('"cheap"', '"little"'): "`cost_to_fake = 'little'`; it may be free",
        GOOD.replace("calls", "call"): "the unknown key `call`",
        GOOD.replace('["kiln.fire"]', '"kiln.fire"'): "`calls`, which is no list of texts",
        GOOD.replace("[python]", 'triggers = ["noon"]\n[python]'): "`triggers = 'noon'`",
        GOOD.replace("[python]", 'refines = "smokes"\n[python]'): "refines smokes, which is no capability",
        GOOD.replace("= true", '= "yes"'): "`suspicious`, which is no `true` or `false`",
        GOOD.replace("= true", "= true\nprecedence = 1.5"): "`precedence`, which is no whole number",
        GOOD.replace("=", ""): "is no TOML",
        GOOD.replace("fires a kiln", ""): "has an empty `sentence`",
        GOOD.replace("[python]", "triggers = []\n[python]"): "`triggers = []`, which says nothing",
        GOOD.replace("[python]", "paths = []\n[python]"): "`paths = []`, which says nothing",
        GOOD.replace("[python]", 'paths = [""]\n[python]'): "an empty text in `paths`",
        GOOD.replace("kiln.fire", ""): "an empty text in `calls`",
        GOOD.replace('calls = ["kiln.fire"]', ""): "`[python]` with nothing in it",
        GOOD.replace("[python]", 'refines = "fires"\n[python]'): "in a circle (fires refines fires)",
    }.items(),
)
def test_a_broken_file_is_refused_with_the_reason(tmp_path, text, why):
    with pytest.raises(KnownHandsError) as refused:
        loaded(tmp_path, fires=text)
    assert refused.value.message.startswith("The capability fires ")
    assert why in refused.value.message
    assert refused.value.hint == "Correct fires.toml."


@pytest.mark.parametrize(
    ("text", "why"),
    {
        GOOD: "has no example",
        GOOD + EXAMPLES.replace("twin", "example"): "has no twin",
        GOOD + EXAMPLES.replace("a.py", "a.js"): "has no example in python",
        GOOD.replace("[python]", 'commands = ["("]\n[python]') + EXAMPLES: "pattern '(', which is none",
        GOOD.replace("[python]", 'commands = ["(a)"]\n[python]') + EXAMPLES: "with a group",
        GOOD.replace("[python]", 'paths = ["a|b"]\n[python]') + EXAMPLES: "write two",
        GOOD.replace("[python]", 'paths = ["(?i)a"]\n[python]') + EXAMPLES: "with a flag",
        GOOD.replace("[python]", 'hosts = [".*"]\n[python]')
        + EXAMPLES: "pattern '.*', which matches even an empty text",
        GOOD.replace("[python]", 'variables = ["x?"]\n[python]') + EXAMPLES: "which matches even an empty text",
        GOOD + '[[example]]\ncode = ""\n': "without a path or code",
        GOOD + EXAMPLES + '[javascript]\ncalls = ["fire"]\n': "`[javascript]` below its examples",
        GOOD + EXAMPLES + '[twin.python]\ncalls = ["a"]\n': "`python` in `[[twin]]`, which has only path, code, repeat",
        GOOD + EXAMPLES + 'paths = ["a"]\n': "`paths` in `[[twin]]`",
        GOOD + EXAMPLES + 'repeat = "2"\n': "`repeat` in `[[twin]]`, which is no whole number",
        GOOD + EXAMPLES + "repeat = 0\n": "`repeat` is no number from 1",
        'example = ["a"]' + GOOD: "which is no table",
        GOOD.replace("kiln.fire", "*.fire") + EXAMPLES: "refines no other capability",
    }.items(),
)
def test_examples_and_patterns_are_examined_where_capabilities_are_tested(tmp_path, text, why):
    with pytest.raises(KnownHandsError) as refused:
        loaded(tmp_path, fires=text, with_examples=True)
    assert why in refused.value.message


def test_a_call_belongs_to_one_capability(tmp_path):
    with pytest.raises(KnownHandsError, match=r"smokes has the call kiln\.fire, which fires has too") as refused:
        loaded(tmp_path, fires=GOOD, smokes=GOOD)
    assert refused.value.hint.startswith("Keep it in fires.toml or in smokes.toml;")
    special = GOOD.replace("[python]", 'refines = "fires"\n[python]')
    assert loaded(tmp_path, fires=GOOD, smokes=special).keys() == {"fires", "smokes"}


def test_what_refines_each_other_is_refused(tmp_path):
    fires = GOOD.replace("[python]", 'refines = "smokes"\n[python]')
    smokes = GOOD.replace("[python]", 'refines = "fires"\n[python]')
    with pytest.raises(KnownHandsError, match=r"fires refines in a circle \(fires refines smokes refines fires\)"):
        loaded(tmp_path, fires=fires, smokes=smokes)


def test_what_stands_for_any_variable_takes_none_from_those_that_name_theirs(tmp_path):
    anything = GOOD.replace("[python]", 'variables = [""]\n[python]')
    named = GOOD.replace("[python]", 'variables = ["KILN"]\n[python]').replace("kiln.fire", "kiln.read")
    with pytest.raises(
        KnownHandsError, match="anything stands for any of `variables`; give it a `precedence` above 50"
    ):
        loaded(tmp_path, anything=anything, named=named)


@pytest.mark.parametrize("form", ["[[ example ]]", "  [[example]]"])
def test_readers_are_given_no_example_however_it_is_written(tmp_path, form):
    (fires,) = loaded(tmp_path, fires=GOOD + EXAMPLES.replace("[[example]]", form)).values()
    assert fires.examples == ()


def test_a_file_in_another_encoding_is_refused(tmp_path):
    (tmp_path / "fires.toml").write_bytes(GOOD.encode("utf-16"))
    with pytest.raises(KnownHandsError, match="is no UTF-8"):
        loaded(tmp_path)
