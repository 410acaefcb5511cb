"""Checks of certificates, host keys and signatures that a change switches off, and addresses that lose their encryption."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from knownhands.harvest.code.notes import Ends, clip
from knownhands.harvest.content.comparers._comparer import Comparer
from knownhands.harvest.content.places import place_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from knownhands.harvest.code.notes import Notes
    from knownhands.harvest.content.changed import Changed
    from knownhands.harvest.content.lines import Lines

_LONGEST = 1_000  # bytes of a line that are looked at
_CHECKS = {
    "certificates": rb"\bverify\s{0,3}=\s{0,3}False\b|InsecureSkipVerify:\s{0,9}true|rejectUnauthorized[\"']?\s{0,3}[:=]\s{0,3}(?:false|!1)\b"
    rb"|NODE_TLS_REJECT_UNAUTHORIZED[^\w\n]{1,8}0|CURLOPT_SSL_VERIFY(?:PEER|HOST)\b[^\w\n]{1,8}(?:0L?|false|FALSE)\b"
    rb"|\bcheck_hostname\s{0,3}=\s{0,3}False\b|\b_create_unverified_context\b|\bverify_mode\s{0,3}=\s{0,3}[\w.:]{0,40}(?:CERT_NONE|VERIFY_NONE)\b"
    rb"|\bcert_reqs\s{0,3}=\s{0,3}[\"'\w.]{0,20}CERT_NONE|danger_accept_invalid_(?:certs|hostnames)\(\s{0,3}true|\bSSL_VERIFY_NONE\b"
    rb"|\bGIT_SSL_NO_VERIFY[^\w\n]{1,4}(?:1|true)|\bssl_?[vV]erify[\"']?[\s:=]{1,4}[\"']?(?:false|0)\b|\bverify_ssl\s{0,3}[:=]\s{0,3}[\"']?[Ff]alse\b"
    rb"|\bstrict-ssl[\s=]{1,4}false|\bPYTHONHTTPSVERIFY[^\w\n]{1,4}0|\bNoopHostnameVerifier\b|\bALLOW_ALL_HOSTNAME_VERIFIER\b"
    rb"|ServerCertificate(?:Custom)?ValidationCallback\b[^;\n]{1,80}\btrue\b|--trusted-host\b|\bTrustAllCert\w{0,20}|verify_peer(?:_name)?[\"']?\s{0,3}=>\s{0,3}false"
    rb"|:verify_none\b|\bwget\b[^|;&\n]{0,120}--no-check-certificate|\bcurl\b[^|;&\n]{0,120}\s(?:--insecure|-[a-zA-Z]{0,8}k[a-zA-Z]{0,8})\s",
    "host keys": rb"StrictHostKeyChecking[\s=\"',]{1,4}(?:no|off|false)\b|\bUserKnownHostsFile[\s=]{1,3}/dev/null|\bInsecureIgnoreHostKey\(|\bAutoAddPolicy\b",
    "signatures": rb"--no-gpg-checks?\b|--nogpgcheck\b|--allow-unauthenticated\b|--force-yes\b|\bgpgcheck\s{0,3}=\s{0,3}0\b|\btrusted=yes\b|\bGONOSUMDB\b|\bGONOSUMCHECK\b"
    rb"|\bGOSUMDB\s{0,3}=\s{0,3}[\"']?off\b|\bGOINSECURE\b|--skip-pgp-check\b|--skipinteg\b|--no-verify-signatures\b|\bverify_signature[\"']?\s{0,3}[:=]\s{0,3}[Ff]alse\b"
    rb"|\balgorithms?[\"']?\s{0,3}[:=]\s{0,3}\[?[\"']none[\"']|\bSigLevel\s{0,3}=\s{0,3}(?:Never|Optional TrustAll)",
    "hooks": rb"\bgit\b[^|;&\n]{0,80}--no-verify\b|\bHUSKY\s{0,3}=\s{0,3}[\"']?0\b",
}
_PATTERNS = {kind: re.compile(pattern) for kind, pattern in _CHECKS.items()}
_QUICK = re.compile(
    rb"[vV]erify|VERIFY|[uU]nauthorized|UNAUTHORIZED|CERT_NONE|check_hostname|_unverified_|invalid_(?:cert|host)|strict-ssl|[hH]ostnameVerifier|HOSTNAME_VERIFIER"
    rb"|ValidationCallback|trusted|TrustAll|HostKey|KnownHosts|AutoAddPolicy|-check|gpg|-unauth|--force-yes|GONOSUM|GOSUMDB|GOINSECURE|skip-?[pi]|none|SigLevel|insecure|\bcurl\b|HUSKY"
)
_PLAIN = re.compile(rb"http://([\w.-]{4,120})")
_SECURE = re.compile(rb"https://([\w.-]{4,120})")
_NEAR = re.compile(
    rb"^(?:localhost|127\.|0\.0\.0\.0|10\.|192\.168\.|www\.w3\.org|schemas?\.|.{0,100}\.(?:local|test|localdomain)$)"
)


def _compare(notes: Notes, file: Changed, lines: Lines) -> None:
    """Note what is switched off in more lines than before."""
    if place_of(file.path).id in {"docs", "test"}:
        return
    if _QUICK.search(lines.added_text):
        before = Counter(shown for line in lines.removed for shown in _shown(line))
        for number, line in lines.each_added():
            for kind, text in _shown(line):
                if before[kind, text] > 0:
                    before[kind, text] -= 1
                else:
                    notes.add(number, "disabled_checks", "import", Ends(kind, clip(text)))
    if b"http://" in lines.added_text and b"https://" in lines.old:
        _note_transport(notes, lines)


def _shown(line: bytes) -> Iterable[tuple[str, str]]:
    line = line[:_LONGEST] + b" "
    if line.lstrip().startswith((b"#", b"//", b"* ", b"def ")) or not _QUICK.search(line):
        return
    for kind, pattern in _PATTERNS.items():
        if shown := pattern.search(line):
            yield kind, shown[0].decode("utf-8", "replace").strip()


def _note_transport(notes: Notes, lines: Lines) -> None:
    """Note hosts that were asked with encryption, and now without."""
    secure = {host for line in lines.removed for host in _SECURE.findall(line[:_LONGEST])}
    for number, line in lines.each_added() if secure else ():
        for host in _PLAIN.findall(line[:_LONGEST]):
            if host in secure and not _NEAR.search(host):
                notes.add(number, "unpinned_transport", "import", Ends(host.decode("ascii"), "http"))


COMPARER = Comparer(id="disabled_checks", paths=re.compile(""), compare=_compare)
