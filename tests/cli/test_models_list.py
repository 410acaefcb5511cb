from knownhands.learn.saved import load, models


def test_every_shipped_model_is_listed_with_its_digest(run) -> None:
    ran = run("models", "list")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.splitlines() == [f"{name}  sha256:{load(name).sha256}" for name in models()]
    assert {load().id, load(task="package_malware").id} <= set(models())
