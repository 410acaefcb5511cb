import pytest
from hypothesis import given
from hypothesis import strategies as st

from knownhands.documents.graph import LONGEST, MOST_VERSIONS, by_name, connect, unique
from knownhands.ecosystems.npm import ECOSYSTEM
from knownhands.errors import Unparsable

NUMBERS = st.integers(0, 9)


def entries(count: int) -> dict[int, object]:
    return {number: ECOSYSTEM.dependency(f"part-{number}", "1") for number in range(count)}


def test_the_shortest_path_is_told_without_its_end() -> None:
    dependencies = connect(entries(5), [0, 1], {0: [2], 2: [3], 3: [4], 1: [4]})
    assert [item.is_direct for item in dependencies] == [True, True, False, False, False]
    assert dependencies[4].brought_in_by == ("pkg:npm/part-1@1",)
    assert dependencies[3].brought_in_by == ("pkg:npm/part-0@1", "pkg:npm/part-2@1")


def test_a_circle_ends_and_what_nothing_reaches_has_no_path() -> None:
    dependencies = connect(entries(3), [0], {0: [1], 1: [0]})
    assert [(item.is_direct, len(item.brought_in_by)) for item in dependencies] == [(True, 0), (False, 1), (False, 0)]


def test_without_knowing_what_is_direct_nothing_is_claimed() -> None:
    assert {item.is_direct for item in connect(entries(3), None, {0: [1]})} == {None}


def test_a_made_up_chain_does_not_fill_the_memory() -> None:
    count = 20_000
    dependencies = connect(entries(count), [0], {number: [number + 1] for number in range(count)})
    assert len(dependencies[LONGEST].brought_in_by) == LONGEST
    assert sum(len(item.brought_in_by) for item in dependencies) < LONGEST**2


def test_a_package_in_more_versions_than_any_file_has_is_refused() -> None:
    few = [("clay", number) for number in range(MOST_VERSIONS)]
    assert by_name([*few, ("water", 0)], "uv.lock") == {"clay": [*range(MOST_VERSIONS)], "water": [0]}
    with pytest.raises(Unparsable, match=r"uv\.lock holds clay more than 100 times"):
        by_name([*few, ("clay", MOST_VERSIONS)], "uv.lock")


def test_of_two_copies_the_one_closer_to_the_project_is_kept() -> None:
    far = ECOSYSTEM.dependency("clay", "1", is_direct=False, brought_in_by=("x", "y"))
    near = ECOSYSTEM.dependency("clay", "1", is_direct=False, brought_in_by=("x",))
    other = ECOSYSTEM.dependency("clay", "1", hashes=("sha512-aa",))
    assert unique([far, near, other]) == (near, other)


@given(edges=st.dictionaries(NUMBERS, st.lists(NUMBERS)), direct=st.lists(NUMBERS))
def test_every_step_of_a_path_is_a_step_of_the_graph(edges: dict[int, list[int]], direct: list[int]) -> None:
    for number, item in enumerate(connect(entries(10), direct, edges)):
        steps = [int(purl.partition("-")[2].partition("@")[0]) for purl in item.brought_in_by]
        if steps:
            assert steps[0] in direct
            assert all(after in edges[before] for before, after in zip(steps, [*steps[1:], number], strict=True))
