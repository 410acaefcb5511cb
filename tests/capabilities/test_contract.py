"""What every capability must keep to, present and future: its examples show it, and their innocent twins do not."""

import pytest

from knownhands.capabilities.capability import Capability, Example
from knownhands.capabilities.load import capabilities, examined
from knownhands.harvest.archive.artifact import observe
from knownhands.harvest.archive.contents import Contents, Member
from knownhands.records import Observation

ALL = examined()
EACH = pytest.mark.parametrize("capability", ALL.values(), ids=ALL)


def seen(example: Example) -> list[Observation]:
    """Read an example as the only file of an archive, as the real readers do."""
    member = Member(example.path, len(example.body), example.body, 0o644, "file")
    return observe(Contents("folder", "pots", (member,), (), True))


@EACH
def test_each_example_shows_it(capability: Capability) -> None:
    for example in capability.examples:
        assert capability.id in {observation.capability for observation in seen(example)}, example.code[:200]


@EACH
def test_no_innocent_twin_shows_it(capability: Capability) -> None:
    for twin in capability.twins:
        assert capability.id not in {observation.capability for observation in seen(twin)}, twin.code[:200]


@EACH
def test_an_example_names_no_real_host(capability: Capability) -> None:
    for example in (*capability.examples, *capability.twins):
        addresses = [part for part in example.code.split("://")[1:] if not part[:1].isdigit()]
        assert all(".example" in address.split("/")[0] for address in addresses), addresses


@EACH
def test_the_sentence_goes_on_after_it(capability: Capability) -> None:
    assert capability.sentence[:1].islower()
    assert not capability.sentence.endswith(".")


def test_readers_are_given_the_same_without_the_examples() -> None:
    assert capabilities().keys() == ALL.keys()
    assert not any(capability.examples or capability.twins for capability in capabilities().values())
