def test_extras_groups_and_build_requirements_are_read_and_an_included_group_only_once(read_lock) -> None:
    found = read_lock(
        **{
            "pyproject.toml": (
                '[build-system]\nrequires = ["anvil==3"]\n'
                '[project]\nname = "app"\ndependencies = ["clay==1"]\n'
                '[project.optional-dependencies]\nfire = ["kiln>=2"]\n'
                '[dependency-groups]\ntest = ["probe==4"]\ndev = [{ include-group = "test" }, "brush==5"]\n'
            )
        }
    )
    assert sorted(found) == ["anvil", "brush", "clay", "kiln", "probe"]
    assert found["kiln"].gap == "unpinned: >=2"
    assert found["clay"].source.endswith("pyproject.toml#/project/dependencies/0")
    assert all(item.is_direct for item in found.values())


def test_poetrys_own_table_is_read_in_poetrys_language(read_lock) -> None:
    found = read_lock(
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
    gaps = {name: item.gap for name, item in found.items()}
    assert gaps == {
        "clay": "",
        "water": "",
        "wax": "",
        "kiln": "unpinned: ^2",
        "glaze": "vcs: https://forge.example/glaze.git",
        "rack": "local path: ../rack",
        "probe": "unpinned: *",
    }
    assert (found["clay"].version, found["water"].version) == ("1.2.3", "4.5")
    assert found["wax"].marker == "os_name == 'nt'"


def test_a_bare_project_asks_for_nothing(read_lock) -> None:
    nothing = read_lock(**{"pyproject.toml": '[project]\nname = "app"\n'})
    assert nothing == {}
