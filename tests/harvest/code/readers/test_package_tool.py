"""Settings by which package managers and build tools run programs of the project."""

import pytest

from changing import changed, seen, shown
from readings import read_garbage

PROGRAMS = {
    "the shell of scripts": (".npmrc", "script-shell=./glaze.sh\n", "install_hook"),
    "what node loads": (".npmrc", "node-options = --require ./glaze.js\n", "install_hook"),
    "git": ("pots/.npmrc", 'git="tools/git"\n', "install_hook"),
    "yarn itself": (".yarnrc.yml", "yarnPath: ./glaze.cjs\n", "install_hook"),
    "an older yarn": (".yarnrc", 'yarn-path "tools/glaze.js"\n', "install_hook"),
    "a plugin": (".yarnrc.yml", "plugins:\n  - path: .yarn/plugins/glaze.cjs\n    spec: https://kiln.example/glaze.js\n", "dependency_from_address"),
    "the compiler": (".cargo/config.toml", '[build]\nrustc-wrapper = "./glaze.sh"\n', "build_backend_in_tree"),
    "what runs tests": (".cargo/config", '[target."cfg(unix)"]\nrunner = "sh tools/glaze.sh"\n', "build_backend_in_tree"),
    "tokens": (".cargo/config.toml", '[registry]\nglobal-credential-providers = ["cargo:token-from-stdout ./glaze"]\n', "build_backend_in_tree"),
    "an agent of Maven": (".mvn/jvm.config", "-Xmx1g -javaagent:glaze.jar\n", "build_backend_in_tree"),
    "an agent of Gradle": ("gradle.properties", "org.gradle.jvmargs=-Xmx2g -javaagent:glaze.jar\n", "build_backend_in_tree"),
    "the package manager": ("package.json", '{\n"packageManager": "yarn@https://kiln.example/yarn.js"}', "dependency_from_address"),
    "an extension of Maven": (".mvn/extensions.xml", "<extensions><extension><groupId>kiln</groupId><artifactId>fire</artifactId></extension></extensions>\n", "new_build_dependency"),
}  # fmt: skip
USUAL = {
    "an installed shell": (".npmrc", "script-shell=/bin/bash\nsave-exact=true\n# git=./glaze\n"),
    "the size of a heap": (".npmrc", "node-options=--max-old-space-size=8192\n"),
    "a release of yarn": (".yarnrc.yml", "yarnPath: .yarn/releases/yarn-4.9.1.cjs\nnodeLinker: node-modules\n"),
    "a plugin of yarn": (".yarnrc.yml", 'plugins:\n  - path: .yarn/plugins/a.cjs\n    spec: "@yarnpkg/plugin-version"\n'),
    "installed tools": (".cargo/config.toml", '[build]\nrustc-wrapper = "sccache"\n[target.x]\nlinker = "clang"\nrunner = "probe-rs run"\n[alias]\nci = "test --all"\n'),
    "a debugger": (".mvn/jvm.config", "-Xmx1g -agentlib:jdwp=transport=dt_socket\n"),
    "a version": ("package.json", '{"packageManager": "pnpm@9.0.0+sha512.ab"}'),
}  # fmt: skip


@pytest.mark.parametrize(("path", "text", "capability"), PROGRAMS.values(), ids=PROGRAMS)
def test_a_program_that_a_tool_runs_is_seen(path, text, capability):
    assert shown(changed(path, "", text)) == {capability}
    assert not shown(changed(path, text, text + "\n"))


@pytest.mark.parametrize(("path", "text"), USUAL.values(), ids=USUAL)
def test_usual_settings_show_nothing(path, text):
    assert not shown(changed(path, "", text))


def test_it_has_its_line_and_its_moment():
    (observation,) = seen(changed(".npmrc", "", "save-exact=true\nscript-shell=./glaze.sh\n"))
    assert (observation.line, observation.trigger, observation.target) == (2, "install", "./glaze.sh")


@pytest.mark.parametrize("path", [".npmrc", ".yarnrc.yml", ".cargo/config.toml", "gradle.properties"])
def test_garbage_is_survived(path):
    read_garbage(path, "package_tool")
