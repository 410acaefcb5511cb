"""Positions: what `position <= base` promises holds for every history."""

from hypothesis import given
from hypothesis import strategies as st

from knownhands.harvest.git.process import open_repository
from knownhands.harvest.git.walk import Graph, list_commits, list_new_commits, place


@st.composite
def histories(draw: st.DrawFn) -> Graph:
    """Any graph of commits, each with up to three parents among the older ones; the newest is the head."""
    count = draw(st.integers(1, 14))
    parents = [
        tuple(draw(st.lists(st.integers(0, number - 1), max_size=3, unique=True))) if number else ()
        for number in range(count)
    ]
    graph = {str(number): tuple(map(str, parents[number])) for number in reversed(range(count))}
    reachable = ancestors(graph, str(count - 1))
    return {sha: graph[sha] for sha in graph if sha in reachable}


def ancestors(graph: Graph, sha: str) -> set[str]:
    """The commit itself and everything behind it."""
    reached, waiting = set(), [sha]
    while waiting:
        sha = waiting.pop()
        if sha not in reached:
            reached.add(sha)
            waiting += graph[sha]
    return reached


def chain(graph: Graph) -> list[str]:
    links = [next(iter(graph))]
    while graph[links[-1]]:
        links.append(graph[links[-1]][0])
    return links[::-1]


@given(histories())
def test_position_is_the_first_link_that_contains_a_commit(graph):
    links = chain(graph)
    for sha, at in place(graph, links[-1]).items():
        assert at.position == next(number for number, link in enumerate(links, 1) if sha in ancestors(graph, link))
        assert at.is_mainline == (sha in links)


@given(histories())
def test_base_is_the_newest_link_that_a_commit_contains(graph):
    links = chain(graph)
    for sha, at in place(graph, links[-1]).items():
        behind = ancestors(graph, sha) - {sha}
        assert at.base == max((number for number, link in enumerate(links, 1) if link in behind), default=0)


@given(histories())
def test_whatever_stands_at_or_before_the_base_is_an_ancestor(graph):
    places = place(graph, next(iter(graph)))
    for sha, at in places.items():
        known = {other for other, its in places.items() if its.position <= at.base}
        assert known <= ancestors(graph, sha) - {sha}


@given(histories(), st.data())
def test_placing_only_what_is_new_gives_the_same_places(graph, data):
    links = chain(graph)
    whole = place(graph, links[-1])
    known = ancestors(graph, data.draw(st.sampled_from(links[:-1] or links)))
    new = {sha: parents for sha, parents in graph.items() if sha not in known}
    older = {sha: at.position if at.is_mainline else at.base for sha, at in whole.items() if sha in known}
    assert {sha: at for sha, at in whole.items() if sha in new} == (place(new, links[-1], older) if new else {})


def test_commits_are_listed_children_first_in_damaged_histories_too(story):
    story.commit({"bowl": "0\n"}, "Lost")
    lost = story.commit({"bowl": "1\n"}, "Lost")
    first = story.commit({"bowl": "2\n"})
    story.branch("side")
    side = story.commit({"plate": "1\n"})
    story.switch("main")
    second = story.commit({"bowl": "3\n"})
    merge = story.merge("side")
    story.lose(lost)
    graph = list_commits(open_repository(story.path, "pottery"), merge)
    assert graph == {merge: (second, side), second: (first,), side: (first,), first: (lost,), lost: ()}
    seen: set[str] = set()
    for sha, parents in graph.items():
        assert seen.isdisjoint(parents)
        seen.add(sha)


def test_a_walk_over_damage_finds_the_same_graph_as_git(story):
    for number in range(4):
        story.commit({"bowl": f"{number}\n"})
        story.branch(f"side{number}")
        story.commit({f"plate{number}": "1\n"})
        story.switch("main")
        story.merge(f"side{number}")
    repository = open_repository(story.path, "pottery")
    sound = list_commits(repository, story.head)
    root = story.git("rev-list", "--max-parents=0", "HEAD")
    story.lose(root)
    assert list_commits(repository, story.head) == sound


def test_new_commits_are_those_that_the_old_head_lacks(story):
    old = story.commit({"bowl": "1\n"})
    new = story.commit({"bowl": "2\n"})
    repository = open_repository(story.path, "pottery")
    assert list_new_commits(repository, new, old) == {new: (old,)}
    assert list_new_commits(repository, new, "e" * 40) is None
