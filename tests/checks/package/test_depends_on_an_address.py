import pytest

from knownhands.documents.registry import Requirement
from knownhands.records import Answer
from registered import NAME, release, run_check

CHECK = "depends_on_an_address"


def wanting(requirement, ecosystem="npm", kind="runtime"):
    rows = [release("1.0.0", ecosystem=ecosystem), Requirement(ecosystem, NAME, "1.0.0", kind, requirement)]
    return run_check(CHECK, rows, ecosystem=ecosystem)


@pytest.mark.parametrize(
    "specifier",
    [
        "git+ssh://git@forge.example/kiln.git",
        "git@forge.example:ada/kiln.git",
        "https://files.example/kiln.tgz",
        "github:ada/kiln",
        "ada/kiln#v1",
        "file:../kiln",
        "./kiln",
    ],
)
@pytest.mark.parametrize("name", ["kiln", "@pots/kiln"])
def test_an_address_is_told_and_shown(name, specifier):
    finding = wanting(f"{name}@{specifier}")
    assert finding.answer is Answer.YES
    assert [place.ref for place in finding.evidence] == [f"{name}@{specifier}"]


@pytest.mark.parametrize(
    "specifier", ["^1.0.0 || >=2", "latest", "", "npm:@pots/kiln@^1", "npm:kiln@1", "workspace:*", "1.x", "*"]
)
@pytest.mark.parametrize("name", ["kiln", "@pots/kiln"])
def test_a_name_and_a_range_are_no_address(name, specifier):
    assert wanting(f"{name}@{specifier}").answer is Answer.NO


def test_python_writes_it_otherwise():
    assert wanting("kiln[hot] @ https://files.example/kiln.whl", "pypi").answer is Answer.YES
    assert wanting("kiln[hot]>=1; python_version < '3.9'", "pypi").answer is Answer.NO


def test_an_extra_is_asked_for_only_by_who_wants_it_but_npm_installs_what_is_optional():
    assert (
        wanting("kiln @ https://files.example/kiln.whl ; extra == 'hot'", "pypi", "optional").answer is Answer.UNKNOWN
    )
    assert wanting("kiln@github:ada/kiln", kind="optional").answer is Answer.YES


def test_npm_tells_of_every_release_and_python_of_the_newest_only():
    assert run_check(CHECK, [release("1.0.0")]).answer is Answer.NO
    assert run_check(CHECK, [release("1.0.0", is_removed=True)]).answer is Answer.UNKNOWN
    assert run_check(CHECK, [release("1.0.0", ecosystem="pypi")], ecosystem="pypi").answer is Answer.UNKNOWN
