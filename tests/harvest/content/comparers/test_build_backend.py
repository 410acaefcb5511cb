"""A build backend that lies in the project itself."""

from changing import changed, seen, shown

OUTSIDE = '[build-system]\nrequires = ["clay"]\nbuild-backend = "clay"\n'
INSIDE = '[build-system]\nrequires = ["clay"]\nbuild-backend = "own"\nbackend-path = ["tools", "."]\n'


def test_a_backend_that_moves_into_the_project_is_seen():
    (observation,) = seen(changed("pyproject.toml", OUTSIDE, INSIDE))
    assert (observation.capability, observation.trigger) == ("build_backend_in_tree", "install")
    assert (observation.sink, observation.target, observation.line) == ("own", "tools, .", 4)


def test_one_that_was_there_is_quiet_until_it_is_another():
    assert not shown(changed("pyproject.toml", INSIDE, f"{INSIDE}# fired\n"))
    assert shown(changed("pyproject.toml", INSIDE, INSIDE.replace('"own"', '"other"'))) == {"build_backend_in_tree"}
