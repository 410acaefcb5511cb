"""What every capability must keep to, present and future: its examples show it, and their innocent twins do not."""

import pytest

from knownhands.capabilities.capability import Capability, Example
from knownhands.capabilities.load import capabilities, examined
from knownhands.harvest.archive.artifact import observe
from knownhands.harvest.archive.contents import Contents, Member
from knownhands.harvest.content.changed import LINK, SUBMODULE, Changed
from knownhands.harvest.content.read import read_contents
from knownhands.records import Observation

ALL = examined()
EACH = pytest.mark.parametrize("capability", ALL.values(), ids=ALL)


def seen(capability: Capability, example: Example) -> list[Observation]:
    """Read an example as the real readers do: as the only file of an archive, or as the only one that a change touches."""
    return in_change(example) if capability.only_in_changes else in_archive(example)


def in_change(example: Example) -> list[Observation]:
    old = None if example.before is None else example.before.encode()
    old_path = "" if old is None else example.path
    old_mode = 0 if old is None else example.mode if example.mode in {SUBMODULE, LINK} else 0o100644
    if example.mode == SUBMODULE:
        names = ((old or b"0" * 40).decode().strip(), example.body.decode().strip())
        file = Changed(example.path, old_path, example.mode, old_mode, None, None, names=names)
    else:
        file = Changed(example.path, old_path, example.mode, old_mode, old, example.body)
    return [sight.observation for sight in read_contents([file]).sights]


def in_archive(example: Example) -> list[Observation]:
    member = Member(example.path, len(example.body), example.body, 0o644, "file")
    return observe(Contents("folder", "pots", (member,), (), True))


@EACH
def test_each_example_shows_it(capability: Capability) -> None:
    for example in capability.examples:
        assert capability.id in {observation.capability for observation in seen(capability, example)}, example.code[
            :200
        ]


@EACH
def test_no_innocent_twin_shows_it(capability: Capability) -> None:
    for twin in capability.twins:
        assert capability.id not in {observation.capability for observation in seen(capability, twin)}, twin.code[:200]


@EACH
def test_what_archives_show_changes_show_too(capability: Capability) -> None:
    for example in capability.examples:
        assert capability.id in {observation.capability for observation in in_change(example)}, example.code[:200]


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
