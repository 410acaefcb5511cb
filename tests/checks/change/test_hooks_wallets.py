from knownhands.records import Answer

HOOK = "const ask = window.ethereum.request\nwindow.ethereum.request = async (args) => ask(change(args))\n"


def test_what_stands_between_a_wallet_and_its_user_is_told(ask):
    finding = ask("hooks_wallets", "lib/kiln.js", HOOK)
    assert finding.answer is Answer.YES
    assert finding.evidence[0].ref == "lib/kiln.js"


def test_what_asks_a_wallet_is_not(ask):
    text = "const ask = window.ethereum.request\nexport const pots = await ask({ method: 'eth_accounts' })\n"
    assert ask("hooks_wallets", "lib/kiln.js", text).answer is Answer.NO


def test_a_test_that_stands_in_for_a_wallet_is_not(ask):
    assert ask("hooks_wallets", "test/kiln.test.js", HOOK).answer is Answer.NO
