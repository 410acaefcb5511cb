from knownhands.ecosystems.npm.addresses import tarball_origin


def test_an_archive_where_a_registry_serves_it_is_no_gap() -> None:
    assert tarball_origin("https://index.example/@potters/jar/-/jar-1.0.0.tgz", "@potters/jar") == ""
    assert tarball_origin("https://index.example/other/-/jar-1.0.0.tgz", "@potters/jar").startswith("url: ")
