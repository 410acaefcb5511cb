from knownhands.learn.saved import load


def test_the_card_says_what_the_model_is_not_for(run) -> None:
    ran = run("models", "show")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith(f"# {load().id}\n")
    assert "Do not use it for" in ran.out
    assert ran.out.endswith(f"sha256:{load().sha256}\n")


def test_a_model_may_be_named_by_id_or_folder(run) -> None:
    shown = {run("models", "show", name).out for name in (load().id, load().folder)}
    assert shown == {run("models", "show").out}


def test_a_damaged_model_is_not_shown(run, tmp_path) -> None:
    (tmp_path / "SHA256SUMS").write_text(f"{'0' * 64}  card.md\n")
    (tmp_path / "card.md").write_text("# Trust me\n")
    ran = run("models", "show", tmp_path)
    assert (ran.code, ran.out) == (3, "")
    assert "not what was sealed" in ran.err
