"""What calls and paths are known by, in Python.

Source: the groups are those of FIELD.md I.4 ("code static") and of published write-ups of package malware; the names
are read off the standard library's index and the documentation of the libraries named. Chosen by eye.
"""

from __future__ import annotations

import re

_CALLS = {
    "process": """subprocess subprocess.Popen subprocess.run subprocess.call subprocess.check_call
        subprocess.check_output pty.spawn os.system os.popen os.execl os.execle os.execlp os.execlpe os.execv os.execve
        os.execvp os.execvpe os.spawnl os.spawnle os.spawnlp os.spawnlpe os.spawnv os.spawnve os.spawnvp os.spawnvpe
        os.posix_spawn os.posix_spawnp os.startfile os.fork asyncio.create_subprocess_exec
        asyncio.create_subprocess_shell commands.getoutput commands.getstatusoutput popen2 sh.Command pexpect plumbum
        psutil.Popen distutils.spawn.spawn""",
    "network": """requests httpx aiohttp urllib3 urllib.request urllib2 urllib.urlopen urllib.urlretrieve http.client
        httplib socket ftplib smtplib telnetlib poplib imaplib nntplib xmlrpc.client paramiko websocket websockets
        pycurl asyncio.open_connection asyncio.start_server dns.resolver boto3 discord telebot telethon pyrogram
        aiogram cloudscraper httplib2 treq""",
    "environment": """os.getenv os.environ os.environb os.getlogin os.uname os.getlogin platform.node platform.uname
        platform.platform platform.system platform.release platform.version platform.machine platform.processor
        getpass.getuser socket.gethostname socket.getfqdn socket.gethostbyname uuid.getnode psutil pwd.getpwall
        pwd.getpwuid""",
    "credential": """keyring getpass.getpass browser_cookie3 browsercookie win32crypt netrc.netrc
        ImageGrab.grab PIL.ImageGrab pyperclip.paste pynput pyautogui.screenshot mss.mss cv2.VideoCapture
        keyboard.on_press keyboard.on_release keyboard.hook keyboard.record""",
    "decode": """base64 binascii zlib lzma bz2 marshal.dumps codecs.decode codecs.encode gzip.decompress gzip.compress
        bytes.fromhex bytearray.fromhex cryptography.fernet Crypto.Cipher Cryptodome.Cipher""",
    "dynamic-code": """exec eval compile execfile marshal.loads marshal.load types.CodeType types.FunctionType
        pickle.loads pickle.load cPickle.loads dill.loads dill.load cloudpickle.loads cloudpickle.load ctypes
        runpy.run_path importlib.util.spec_from_file_location importlib.machinery.SourceFileLoader imp.load_source
        code.InteractiveInterpreter shelve.open jsonpickle.decode torch.load""",
    "persistence": """winreg.SetValueEx winreg.SetValue winreg.CreateKey winreg.CreateKeyEx _winreg.SetValueEx
        crontab.CronTab""",
    "file-write": "shutil.copy shutil.copyfile shutil.move os.chmod os.symlink",
    "": """socket.error socket.timeout socket.gaierror socket.herror socket.inet_aton socket.inet_pton socket.inet_ntoa
        socket.inet_ntop socket.htons socket.ntohs socket.has_ipv6 requests.exceptions requests.structures
        requests.compat requests.utils httpx.Timeout aiohttp.web urllib3.exceptions urllib3.util urllib.request.pathname2url
        urllib.request.url2pathname urllib.request.getproxies urllib.request.parse_http_list http.client.HTTPException
        subprocess.list2cmdline subprocess.CalledProcessError subprocess.TimeoutExpired subprocess.SubprocessError
        binascii.crc32 zlib.crc32 zlib.adler32 binascii.Error ctypes.sizeof ctypes.c_int ctypes.POINTER ctypes.byref
        os.environ.copy""",
}  # fmt: skip
_KIND_OF = {name: kind for kind, names in _CALLS.items() for name in names.split()}
_FIRST_PARTS = frozenset(name.partition(".")[0] for name in _KIND_OF)

RUNS = frozenset({"exec", "eval", "compile", "execfile", "marshal.loads", "types.CodeType", "os.system", "os.popen"})
READS = frozenset({"pkgutil.get_data", "importlib.resources.read_text", "importlib.resources.read_binary"})
READING_METHODS = frozenset({"read_text", "read_bytes"})
WRITING_METHODS = frozenset({"write_text", "write_bytes"})
DECODES = ("decode", "decompress", "loads", "fromhex", "unhexlify", "decrypt", "a2b_base64", "a2b_hex")
SENDS = (
    ".post",
    ".put",
    ".patch",
    ".request",
    ".send",
    ".sendall",
    ".urlopen",
    ".send_document",
    ".storbinary",
    ".upload_file",
)
SETUP_COMMANDS = "cmdclass"


def any_of(*alternatives: str) -> re.Pattern[bytes]:
    r"""Compile alternatives that each begin with a plain character, sorted by it, which is quicker to search.

    >>> any_of("kiln", r"\.kiln", "key").pattern
    b'k(?:iln|ey)|\\.(?:kiln)'
    """
    by_first: dict[str, list[str]] = {}
    for one in alternatives:
        first = one[:2] if one.startswith("\\") else one[:1]
        by_first.setdefault(first, []).append(one.removeprefix(first))
    return re.compile("|".join(f"{first}(?:{'|'.join(rest)})" for first, rest in by_first.items()).encode())


_CREDENTIALS = (
    r"\.ssh\b|id_rsa\b|id_ed25519|\.aws[/\\]|\.aws$|\.npmrc|\.pypirc|\.netrc|\.git-credentials|\.docker[/\\]config|"
    r"\.kube\b|gcloud[/\\]|\.azure\b|/etc/shadow|/etc/passwd|Login Data|Local State|Web Data|logins\.json|key4\.db|"
    r"cookies\.sqlite|User Data[/\\]|wallet\.dat|\.electrum|Exodus[/\\]|exodus\.wallet|Local Storage[/\\]leveldb|"
    r"\.bitcoin\b|\.ethereum\b|MetaMask|\.gnupg\b|keychain-db|\.bash_history|\.zsh_history"
)
_STARTUP = (
    r"\.bashrc|\.bash_profile|\.zshrc|\.zprofile|/etc/profile|/etc/cron|crontab\b|/etc/systemd|systemd/user|"
    r"LaunchAgents|LaunchDaemons|\.config[/\\]autostart|CurrentVersion\\+Run|Start Menu\\+Programs\\+Startup|/etc/rc\.local|"
    r"schtasks|sitecustomize\.py|usercustomize\.py|\.pth$|authorized_keys"
)
CREDENTIAL_PATH = re.compile(_CREDENTIALS)
STARTUP_PATH = re.compile(_STARTUP)
PATHS_IN_BYTES = any_of(*_CREDENTIALS.replace(r"\.aws$|", "").split("|"), *_STARTUP.replace(".pth$", ".pth").split("|"))
SECRET_NAME = re.compile(r"TOKEN|SECRET|PASSW|API_?KEY|ACCESS_?KEY|PRIVATE_?KEY|CREDENTIAL|_KEY$", re.IGNORECASE)

# A file with none of these words can do nothing of what we look for. Reflection is in the list, so that a name put
# together from pieces is still looked at. Ordinary words of ordinary code are not, for half of all files skip the parser.
_WORDS = r"""system popen environ getenv getlogin uname exec spawn startfile subprocess platform getpass gethost getfqdn
    getnode psutil requests httpx aiohttp urllib httplib http\.client socket ftplib smtplib telnetlib poplib imaplib
    nntplib xmlrpc paramiko pycurl open_connection start_server boto3 discord telebot telethon pyrogram aiogram
    cloudscraper pyautogui mss\.mss VideoCapture keyboard\. pexpect plumbum keyring
    browser_?cookie win32 netrc ImageGrab pyperclip pynput base64 binascii zlib lzma bz2 marshal codecs gzip fromhex
    Fernet fernet Crypto CodeType FunctionType pickle dill ctypes runpy spec_from_file SourceFileLoader load_source
    Interactive shelve torch winreg crontab CronTab shutil chmod symlink write_text write_bytes __import__ import_module
    builtins __dict__ globals\s*\( locals\s*\( vars\s*\( cmdclass import\s+compile
    compile(?<![.\w]compile)\s*\( open(?<![.\w]open)\s*\("""
_WHOLE_WORDS = "fork pty pwd http dns treq eval sh"
INTERESTING = any_of(*_WORDS.split(), *(rf"{word}\b(?<!\w{word})" for word in _WHOLE_WORDS.split()))
OS = re.compile(rb"\bos\b")  # too common to be in the list, and dangerous only by a name that is, or by getattr


_LONGEST_NAME = 300


def kind_of(name: str) -> str:
    """Say what kind of call a dotted name is, by the longest known beginning; "" for none.

    >>> kind_of("requests.Session().post"), kind_of("requests.exceptions.HTTPError"), kind_of("os.path.join")
    ('network', '', '')
    """
    if name.partition(".")[0].removesuffix("()") not in _FIRST_PARTS:
        return ""
    name = name[:_LONGEST_NAME]
    while name:
        name = name.removesuffix("()")
        kind = _KIND_OF.get(name)
        if kind is not None:
            return kind
        name = name.rpartition(".")[0]
    return ""


def members(module: str) -> tuple[str, ...]:
    """Name what a star import brings in from a module, as far as it is known here."""
    start = module + "."
    return tuple(name for name in _KIND_OF if name.startswith(start) and name.count(".") == start.count("."))
