from pathlib import Path

import pytest

from knownhands.harvest.dependencies.read import added, read_dependencies


def test_hashes_markers_extras_and_continued_lines_are_read(read_lock) -> None:
    text = (
        "# what we need\n"
        "Potters_Wheel[oak,ash]==1.10 ; python_version < '3.13' \\\n"
        "    --hash=sha256:aa11 \\\n"
        "    --hash sha256:bb22  # both platforms\n"
        "--index-url https://index.example/simple\n"
    )
    dependencies = read_lock(**{"requirements.txt": text})
    wheel = dependencies.pop("potters-wheel")
    assert dependencies == {}
    assert wheel.purl == "pkg:pypi/potters-wheel@1.10"
    assert wheel.hashes == ("sha256:aa11", "sha256:bb22")
    assert wheel.marker == 'python_version < "3.13"'
    assert wheel.source.endswith("requirements.txt:2")
    assert wheel.is_direct is True


@pytest.mark.parametrize(
    ("line", "name", "gap"),
    [
        ("kiln", "kiln", "unpinned"),
        ("kiln>=2,<3", "kiln", "unpinned: <3,>=2"),
        ("kiln==2.*", "kiln", "unpinned: ==2.*"),
        ("kiln @ https://me:secret@index.example/kiln.whl", "kiln", "url: https://index.example/kiln.whl"),
        (
            "git+https://forge.example/kiln.git@v1#egg=kiln",
            "kiln",
            "vcs: git+https://forge.example/kiln.git@v1#egg=kiln",
        ),
        ("-e git+ssh://git@forge.example/kiln#egg=kiln", "kiln", "editable: git+ssh://forge.example/kiln#egg=kiln"),
        ("-e .", ".", "editable: ."),
        ("./vendor/kiln", "./vendor/kiln", "local path: ./vendor/kiln"),
        ("kiln-1.0-py3-none-any.whl", "kiln-1.0-py3-none-any.whl", "local path: kiln-1.0-py3-none-any.whl"),
        (
            "https://${TOKEN}@index.example/k.zip",
            "https://index.example/k.zip",
            "url: https://index.example/k.zip",
        ),
        ("!! what is this", "!! what is this", "not a requirement: !! what is this"),
    ],
)
def test_what_cannot_be_looked_up_is_listed_and_says_why(read_lock, line: str, name: str, gap: str) -> None:
    dependencies = read_lock(**{"requirements.txt": f"{line}\nclay==1.0\n"})
    assert dependencies[name].gap == gap
    assert dependencies["clay"].gap == ""


def test_included_files_are_read_once_even_in_a_circle(read_lock) -> None:
    dependencies = read_lock(
        **{
            "requirements.txt": "-r more/extra.txt\n--requirement=more/extra.txt\nclay==1\n",
            "more/extra.txt": "-r ../requirements.txt\nwater==2\n",
        }
    )
    assert sorted(dependencies) == ["clay", "water"]
    assert dependencies["water"].source.endswith("more/extra.txt:2")


def test_a_constraint_pins_but_adds_nothing(read_lock) -> None:
    dependencies = read_lock(**{"requirements.txt": "-c pins.txt\nclay\n", "pins.txt": "clay==1.5\nwater==2\n"})
    assert sorted(dependencies) == ["clay"]
    assert dependencies["clay"].purl == "pkg:pypi/clay@1.5"
    assert dependencies["clay"].gap == ""


@pytest.mark.parametrize("path", ["missing.txt", "../secret.txt", "/etc/hosts", "link.txt", "${HOME}/x.txt"])
def test_an_include_that_is_missing_or_leaves_the_folder_is_a_gap_and_is_not_read(tmp_path: Path, path: str) -> None:
    (tmp_path / "secret.txt").write_text("hidden==1\n")
    project = tmp_path / "project"
    project.mkdir()
    (project / "link.txt").symlink_to(tmp_path / "secret.txt")
    (project / "requirements.txt").write_text(f"-r {path}\nclay==1\n")
    file = read_dependencies(project / "requirements.txt")
    assert [item.name for item in file.dependencies] == ["clay"]
    [(place, why)] = file.gaps
    assert place.endswith("requirements.txt:1")
    assert path in why


def test_a_comment_in_a_continued_line_does_not_swallow_the_next_requirement(read_lock) -> None:
    assert sorted(read_lock(**{"requirements.txt": "clay==1 \\\n# water==2 \\\nwater==3\n"})) == ["clay", "water"]


def test_a_file_that_a_windows_shell_wrote_is_read(tmp_path: Path) -> None:
    path = tmp_path / "requirements.txt"
    path.write_bytes("clay==1\r\nwater==2\r\n".encode("utf-16"))
    assert [item.version for item in read_dependencies(path).dependencies] == ["1", "2"]


def test_another_address_or_other_hashes_count_as_added_and_one_hash_more_does_not() -> None:
    before = b"clay==1 --hash=sha256:aa\nkiln @ https://a.example/k.whl\n"
    assert added(before, before.replace(b":aa", b":aa --hash=sha256:bb"), "requirements.txt") == ()
    assert [item.name for item in added(before, before.replace(b":aa", b":bb"), "requirements.txt")] == ["clay"]
    assert [item.name for item in added(before, before.replace(b"//a.", b"//b."), "requirements.txt")] == ["kiln"]


@pytest.mark.parametrize(
    "line",
    [
        "--pre -r other.txt",
        "--requirem=other.txt",
        "-i https://index.example -r other.txt",
        "-rother.txt",
        "--find-links dist --requirement 'other.txt'",
    ],
)
def test_a_file_is_included_however_pip_lets_it_be_spelt(read_lock, line: str) -> None:
    dependencies = read_lock(**{"requirements.txt": line, "other.txt": "clay==1\n"})
    assert dependencies["clay"].purl == "pkg:pypi/clay@1"


@pytest.mark.parametrize(
    "line", ["--pre -e git+https://forge.example/a#egg=clay", "--edit=git+https://forge.example/a#egg=clay"]
)
def test_an_editable_is_listed_wherever_it_stands_in_the_line(read_lock, line: str) -> None:
    assert read_lock(**{"requirements.txt": line})["clay"].gap.startswith("editable: git+https://forge.example/a")


def test_an_abbreviated_constraint_pins(read_lock) -> None:
    dependencies = read_lock(**{"requirements.txt": "--const pins.txt\nclay\n", "pins.txt": "clay==1.5\n"})
    assert dependencies["clay"].purl == "pkg:pypi/clay@1.5"


def test_what_a_constraints_file_includes_by_r_is_installed(read_lock) -> None:
    files = {"requirements.txt": "-c pins.txt\n", "pins.txt": "-r more.txt\n", "more.txt": "clay==1\n"}
    assert sorted(read_lock(**files)) == ["clay"]


def test_a_constraint_that_names_an_address_replaces_the_index(read_lock) -> None:
    files = {"requirements.txt": "-c pins.txt\nclay==1\n", "pins.txt": "clay @ https://files.example/clay.whl\n"}
    assert read_lock(**files)["clay"].gap == "url: https://files.example/clay.whl"


@pytest.mark.parametrize(
    "line",
    [
        "--new-option clay",
        "--pre clay==1",
        "-r one.txt -r two.txt",
        "--re one.txt",
        "-r 'one.txt",
        "# coding: utf-7",
        "\n# -*- coding: cp1252 -*-",
    ],
)
def test_a_line_that_is_not_wholly_understood_is_a_gap_that_names_it(tmp_path: Path, line: str) -> None:
    (tmp_path / "one.txt").write_text("clay==1\n")
    (tmp_path / "requirements.txt").write_text(line + "\n")
    [(place, why)] = read_dependencies(tmp_path / "requirements.txt").gaps
    assert place.endswith(f"requirements.txt:{line.count(chr(10)) + 1}")
    assert "pip reads the file as" in why or line in why or line in why.replace('"', "'")


def test_options_that_add_no_package_and_our_own_encoding_leave_nothing_open(tmp_path: Path) -> None:
    (tmp_path / "requirements.txt").write_text(
        "# -*- coding: utf-8 -*-\n--pre --no-binary :all: --only-binary=clay\n--prefer-binary\n--require-hashes\n"
        "--use-feature fast-deps\n-i https://index.example --extra-index-url=https://more.example\n"
        "-f dist --trusted-host index.example --no-index\nclay==1\n"
    )
    file = read_dependencies(tmp_path / "requirements.txt")
    assert [item.name for item in file.dependencies] == ["clay"]
    assert file.gaps == ()


@pytest.mark.parametrize("name", ["other.tgz", "other.tar.bz2", "FOO.WHL", "kiln.zip[oak]"])
def test_an_archive_is_a_local_file_and_no_package_of_the_index(read_lock, name: str) -> None:
    [dependency] = read_lock(**{"requirements.txt": name}).values()
    assert dependency.gap == f"local path: {name}"
    assert dependency.version is None
