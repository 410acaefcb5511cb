"""A package that a project did not ask for before."""

import pytest

from changing import changed, seen, shown

ADDED = {
    "npm, optional": ("package.json", "{}", '{"optionalDependencies": {"cup": "1"}}', "cup"),
    "npm, bundled": ("package.json", "{}", '{"bundledDependencies": ["cup"]}', "cup"),
    "pnpm's catalogue": ("pnpm-workspace.yaml", "catalog:\n", "catalog:\n  '@a/cup': ^1 # small\n", "@a/cup"),
    "an extra": ("pyproject.toml", "", "[project.optional-dependencies]\na = ['cup>1']\n", "cup"),
    "a group": ("pyproject.toml", "", "[dependency-groups]\na = ['cup', {include-group = 'b'}]\n", "cup"),
    "poetry": ("pyproject.toml", "", "[tool.poetry.group.a.dependencies]\ncup = '^1'\n", "cup"),
    "setup.py, by name": ("setup.py", "", "NEEDS = ['pot']\nNEEDS.append('cup')\nsetup(**{'install_requires': NEEDS + ['jug']})\n", "jug"),
    "cargo, for a target": ("Cargo.toml", "", "[target.'cfg(unix)'.dependencies]\ncup = '1'\n", "cup"),
    "go": ("go.mod", "", "require (\n\tkiln.example/cup v1.0.0\n\tkiln.example/jug v1.0.0 // indirect\n)\n", "kiln.example/cup"),
    "a gemspec": ("pot.gemspec", "", 'Gem::Specification.new do |s|\n  s.add_dependency "cup", "~> 1"\nend\n', "cup"),
    "composer": ("composer.json", "{}", '{"require": {"php": "^8", "a/cup": "^1"}}', "a/cup"),
    "gradle": ("build.gradle.kts", "", 'dependencies {\n  implementation("a.b:cup:1.0")\n}\n', "a.b:cup"),
    "nuget": ("a.csproj", "", '<PackageReference Include="Cup" Version="1" />\n', "Cup"),
    "conda": ("environment.yml", "dependencies:\n", "dependencies:\n  - cup=1\n", "cup"),
}  # fmt: skip


@pytest.mark.parametrize(("path", "old", "new", "target"), ADDED.values(), ids=ADDED)
def test_a_package_is_seen_by_its_name(path, old, new, target):
    names = [o.target for o in seen(changed(path, old, new)) if o.capability == "new_dependency"]
    assert names[-1:] == [target]


def test_what_changes_how_pnpm_installs_runs_in_each_build():
    (observation,) = seen(changed("pnpm-workspace.yaml", "", "configDependencies:\n  cup: 1.0.0+sha512-ab\n"))
    assert (observation.capability, observation.target, observation.line) == ("new_build_dependency", "cup", 2)


def test_more_than_a_few_are_all_named():
    names = [f"cup{number}" for number in range(9)]
    found = seen(changed("requirements.txt", "", "\n".join(names)))
    assert [(o.target, o.line) for o in found] == [(name, number) for number, name in enumerate(names, start=1)]


def test_one_that_moves_within_the_file_is_none():
    old, new = '{"devDependencies": {"cup": "1"}}', '{"dependencies": {"cup": "1"}}'
    assert not shown(changed("package.json", old, new))
    assert not shown(changed("go.mod", "require a.example/cup v1.0.0 // indirect\n", "require a.example/cup v1.0.0\n"))


def test_a_project_that_asks_for_its_own_extras_is_quiet():
    assert not shown(changed("pyproject.toml", "", "[project]\nname = 'Pot'\ndependencies = ['pot[all]']\n"))
