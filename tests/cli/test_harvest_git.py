from gitstory import Story, run_git
from knownhands.settings import load, packages_path


def test_a_second_harvest_has_nothing_to_do(run, pottery: Story) -> None:
    head, read = pottery.head[:12], "; read what the newest 4 changes do"
    assert run("harvest", "git", pottery.path) == (0, f"4 new commits up to {head}, 0 unreadable{read}\n", "")
    assert run("harvest", "git", pottery.path) == (0, f"0 new commits up to {head}, 0 unreadable{read}\n", "")
    pottery.commit({"wheel.py": "3\n"})
    assert run("harvest", "git", pottery.path).out.startswith("1 new commits")


def test_lines_may_be_counted_later(run, pottery: Story) -> None:
    assert run("harvest", "git", pottery.path, "--quiet").code == 0
    ran = run("harvest", "git", pottery.path, "--lines")
    assert (ran.code, ran.out.split()[0]) == (0, "0")


def test_what_cannot_be_read_is_counted(run, pottery: Story) -> None:
    pottery.lose("HEAD^{tree}")
    assert ", 1 unreadable" in run("harvest", "git", pottery.path).out


def test_a_shallow_clone_is_said_to_be_one(run, pottery: Story, tmp_path) -> None:
    run_git("clone", "-q", "--depth=2", "--no-local", str(pottery.path), str(tmp_path / "shallow"))
    ran = run("harvest", "git", tmp_path / "shallow")
    assert ran.code == 0
    assert ran.out.endswith("; shallow: what lies behind is unknown\n")


def test_the_store_of_packages_is_no_place_for_a_history(run, pottery: Story) -> None:
    ran = run("harvest", "git", pottery.path, "--store", packages_path(load().cache))
    assert (ran.code, ran.out) == (2, "")
    assert "is the store of packages" in ran.err
