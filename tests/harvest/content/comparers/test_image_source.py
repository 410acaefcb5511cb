"""An image of another owner, or one that is no longer pinned by its digest."""

import pytest

from changing import changed, seen, shown

BAD = {
    "another owner": ("Dockerfile", "FROM kiln/clay:3\n", "FROM thief/clay:3\n", "new_image_owner"),
    "another registry": ("Dockerfile", "FROM kiln.example/a/clay\n", "FROM thief.example:5000/a/clay\n", "new_image_owner"),
    "compose": ("compose.yaml", "services:\n  a:\n    image: kiln/clay\n", "services:\n  a:\n    image: 'thief/clay'\n", "new_image_owner"),
    "a copy": ("Dockerfile", "FROM clay\n", "FROM clay\nCOPY --chown=a --from=thief/clay /a /a\n", "new_image_owner"),
    "a dev container": (".devcontainer/devcontainer.json", '{\n"image": "kiln/clay"\n}', '{\n"image": "thief/clay"\n}', "new_image_owner"),
    "a feature": ("devcontainer.json", "{}", '{"features": {"ghcr.io/thief/pots/glaze:1": {}}}', "new_image_owner"),
    "a new feature": ("devcontainer.json", None, '{"features": {\n"https://kiln.example/glaze.tgz": {}}}', "new_image_owner"),
    "no digest": ("Dockerfile", "FROM --platform=a clay:3@sha256:ab AS one\n", "FROM --platform=a clay:4 AS one\n", "image_unpinned"),
}  # fmt: skip
GOOD = {
    "another tag": ("FROM kiln/clay:3\n", "FROM kiln/clay:4\n"),
    "an official one": ("FROM kiln/clay\n", "FROM clay\n"),
    "its own stage": ("FROM clay AS kiln/a\n", "FROM clay AS kiln/a\nFROM kiln/a\nCOPY --from=0 /a /a\n"),
    "a variable": ("FROM clay\n", "ARG IMAGE\nFROM ${IMAGE}\n"),
    "another digest": ("FROM clay@sha256:ab\n", "FROM clay@sha256:cd\n"),
    "a new file": (None, "FROM kiln/clay\n"),
}


@pytest.mark.parametrize(("path", "old", "new", "capability"), BAD.values(), ids=BAD)
def test_another_image_is_seen(path, old, new, capability):
    assert capability in shown(changed(path, old, new))


@pytest.mark.parametrize(("old", "new"), GOOD.values(), ids=GOOD)
def test_the_same_images_are_quiet(old, new):
    assert not shown(changed("Dockerfile", old, new)) & {"new_image_owner", "image_unpinned"}


def test_features_of_known_owners_are_quiet():
    features = '{{"features": {{"ghcr.io/devcontainers/features/node:1": {{}},\n"ghcr.io/kiln/pots/{}:1": {{}}}}}}'
    path = ".devcontainer/devcontainer.json"
    assert not shown(changed(path, features.format("glaze"), features.format("clay")))
    assert not shown(changed(path, None, '{"features": {"ghcr.io/devcontainers/features/node:1": {}}}'))


def test_the_owner_is_the_source():
    (observation,) = seen(changed("Dockerfile", "FROM clay\n", "FROM clay\nFROM kiln.example/thief/clay\n"))
    assert (observation.source, observation.line) == ("kiln.example/thief", 2)
