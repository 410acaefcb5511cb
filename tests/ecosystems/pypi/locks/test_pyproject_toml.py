from pathlib import Path

from knownhands.harvest.dependencies.read import read_dependencies


def test_extras_groups_and_build_requirements_are_read_and_an_included_group_only_once(read_lock) -> None:
    dependencies = read_lock(
        **{
            "pyproject.toml": (
                '[build-system]\nrequires = ["anvil==3"]\n'
                '[project]\nname = "app"\ndependencies = ["clay==1"]\n'
                '[project.optional-dependencies]\nfire = ["kiln>=2"]\n'
                '[dependency-groups]\ntest = ["probe==4"]\ndev = [{ include-group = "test" }, "brush==5"]\n'
            )
        }
    )
    assert sorted(dependencies) == ["anvil", "brush", "clay", "kiln", "probe"]
    assert dependencies["kiln"].gap == "unpinned: >=2"
    assert dependencies["clay"].source.endswith("pyproject.toml#/project/dependencies/0")
    assert all(item.is_direct for item in dependencies.values())


def test_poetrys_own_table_is_read_in_poetrys_language(read_lock) -> None:
    dependencies = read_lock(
        **{
            "pyproject.toml": (
                "[tool.poetry.dependencies]\n"
                'python = "^3.11"\nclay = "1.2.3"\nwater = "==4.5"\nkiln = "^2"\n'
                'glaze = { git = "https://forge.example/glaze.git" }\nrack = { path = "../rack", develop = true }\n'
                'wax = [{ version = "7", markers = "os_name == \'nt\'" }]\n'
                '[tool.poetry.group.dev.dependencies]\nprobe = "*"\n'
            )
        }
    )
    gaps = {name: item.gap for name, item in dependencies.items()}
    assert gaps == {
        "clay": "",
        "water": "",
        "wax": "",
        "kiln": "unpinned: ^2",
        "glaze": "vcs: https://forge.example/glaze.git",
        "rack": "local path: ../rack",
        "probe": "unpinned: *",
    }
    assert (dependencies["clay"].version, dependencies["water"].version) == ("1.2.3", "4.5")
    assert dependencies["wax"].marker == "os_name == 'nt'"


def test_what_poetry_takes_from_another_source_is_no_package_of_the_index(read_lock) -> None:
    text = (
        '[[tool.poetry.source]]\nname = "own"\nurl = "https://index.example/simple"\n[tool.poetry.dependencies]\n'
        'clay = { version = "1.0", source = "own" }\nkiln = { version = "2.0", source = "PyPI" }\n'
    )
    dependencies = read_lock(**{"pyproject.toml": text})
    assert {name: item.gap for name, item in dependencies.items()} == {
        "clay": "index: https://index.example/simple",
        "kiln": "",
    }


def test_a_bare_project_asks_for_nothing(read_lock) -> None:
    nothing = read_lock(**{"pyproject.toml": '[project]\nname = "app"\n'})
    assert nothing == {}


def test_tables_of_uv_pdm_and_hatch_are_read(read_lock) -> None:
    dependencies = read_lock(
        **{
            "pyproject.toml": (
                '[tool.uv]\ndev-dependencies = ["clay==1"]\noverride-dependencies = ["slip==2"]\n'
                '[tool.pdm.dev-dependencies]\ntest = ["kiln==3", "-e file:///vendor#egg=wax"]\n'
                '[tool.hatch.envs.docs]\ndependencies = ["glaze==4"]\nextra-dependencies = ["rack==5"]\n'
            )
        }
    )
    assert [dependencies[name].version for name in ("clay", "slip", "kiln", "glaze", "rack")] == [
        "1",
        "2",
        "3",
        "4",
        "5",
    ]
    assert dependencies["-e file:///vendor#egg=wax"].gap.startswith("not a requirement")


def test_what_uv_takes_from_elsewhere_is_no_package_of_the_index(read_lock) -> None:
    text = (
        '[project]\nname = "app"\ndependencies = ["Clay==1", "kiln==2", "wax==3", "rack==4", "slip==5"]\n'
        '[tool.uv.sources]\nclay = { git = "https://forge.example/clay" }\nkiln = { index = "own" }\n'
        'wax = [{ path = "../wax", marker = "os_name == \'nt\'" }]\nrack = { workspace = true }\n'
        '[[tool.uv.index]]\nname = "own"\nurl = "https://index.example/simple"\n'
    )
    dependencies = read_lock(**{"pyproject.toml": text})
    assert {name: item.gap for name, item in dependencies.items()} == {
        "clay": "vcs: https://forge.example/clay",
        "kiln": "index: https://index.example/simple",
        "wax": "local path: ../wax",
        "rack": "local path: workspace",
        "slip": "",
    }


def test_dependencies_that_only_the_build_knows_are_gaps(tmp_path: Path) -> None:
    path = tmp_path / "pyproject.toml"
    path.write_text(
        '[project]\nname = "app"\ndynamic = ["version", "dependencies", "optional-dependencies"]\n'
        '[tool.setuptools.dynamic]\ndependencies = { file = ["needs.txt"] }\n'
    )
    (runtime, optional) = read_dependencies(path).gaps
    assert runtime == (f"{path}#/project/dynamic/1", "its dependencies are dynamic: the build reads needs.txt")
    assert optional[1] == "its optional-dependencies are dynamic: the build decides"
