"""TypeScript and the scripts of components are read as JavaScript is."""

import pytest

from knownhands.harvest.code.notes import Notes
from knownhands.harvest.code.readers.typescript import READER
from knownhands.records import Observation


def seen(path: str, code: str) -> list[Observation]:
    notes = Notes(path, every_line=True, is_program=True)
    READER.read(notes, code.encode())
    return list(notes.observations())


def test_types_do_not_hide_what_runs_when() -> None:
    code = "import { exec } from 'child_process'\nclass A<T extends B> { private async a(this: A<T>, b?: string): Promise<void> { exec(b!) } }\nexec('c' as string)"
    assert [(observation.line, observation.trigger) for observation in seen("a.ts", code)] == [
        (2, "call"),
        (3, "import"),
    ]


@pytest.mark.parametrize(
    "code",
    [
        "import x = require('child_process'); x.exec('a')",
        "(require('child_process') as any).exec('a')",
        "const x = <any>require('child_process'); x.exec('a')",
        "require('child_process')!.exec('a')",
    ],
)
def test_types_do_not_hide_a_module(code: str) -> None:
    assert [observation.capability for observation in seen("a.ts", code)] == ["process"]
    assert not seen("a.ts", code.replace("child_process", "./kiln"))


def test_markup_in_typescript_is_read() -> None:
    code = "const a = <T,>(b: T) => <p onClick={() => eval(b)}>{b as string}</p>"
    assert [observation.capability for observation in seen("a.tsx", code)] == ["dynamic_code"]


def test_only_the_scripts_of_a_component_are_read() -> None:
    code = '<template>eval("a")</template>\n<script setup lang="ts">\nconst a: string = b\neval(a)\n</script>'
    assert [(observation.capability, observation.line) for observation in seen("a.vue", code)] == [("dynamic_code", 4)]


def test_a_component_without_an_end_is_read() -> None:
    assert seen("a.svelte", "<script>\neval(a)")
    assert not seen("a.vue", "<script " * 50_000)
