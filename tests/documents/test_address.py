"""An address shows whose it is, and none of its secrets."""

from knownhands.documents.address import origin, without_credentials


def test_credentials_are_dropped_wherever_they_hide() -> None:
    assert without_credentials("https://a:b@c@index.example:8/simple/?q=1#f") == "https://index.example:8/simple/?q=1#f"
    assert without_credentials("https://[broken") == ""


def test_a_port_that_goes_without_saying_is_no_difference() -> None:
    assert (
        origin("https://index.example/a") == origin("https://INDEX.example:443/b") != origin("http://index.example/a")
    )
