"""Every built-in template's mail through a real postfix into a real dovecot and back: not a byte of it is another."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import postfix as postfix_server
import pytest

from briefer.contract import dump_brief, load_brief
from briefer.formats.eml import Envelope, Letter, address, letter, message, message_id
from briefer.model import Brief, Recipient
from briefer.render import page_of

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
TEMPLATES = ("daily", "ministerial", "short", "stakeholders", "lookahead")
DESK = address("Hafenbehörde “Skerrow”", "desk@harbour.example")
#: What the servers add on the way.
ADDED = {"received", "return-path", "delivered-to", "x-original-to"}

pytestmark = pytest.mark.system


@pytest.fixture(scope="module")
def postfix(dovecot: Any, open_folder: Path) -> Iterator[Any]:
    if not postfix_server.usable():
        pytest.skip("postfix is not installed, or there is no root for it")
    folder = open_folder / "postfix"
    folder.mkdir(mode=0o711)
    with postfix_server.running(folder, dovecot) as running:
        yield running


def _brief(path: str) -> Brief:
    return load_brief(json.loads((ROOT / path).read_text(encoding="utf-8")))


def _mail(made: Letter, name: str, reader: Recipient) -> bytes:
    envelope = Envelope(
        sender=DESK,
        recipient=address(reader.name, reader.email),
        reply_to=address("Presse, Büro", "press@harbour.example"),
        date=datetime.now(UTC).replace(microsecond=0),
        message_id=message_id(name, reader.email, 1, "harbour.example"),
        answers="<earlier@harbour.example>",
        list_name="Morning brief",
        unsubscribe="https://harbour.example/off?reader=7",
    )
    return message(made, envelope)


def _there_and_back(data: bytes, postfix: Any, dovecot: Any, recipient: str) -> bytes:
    """The mail as IMAP gives it back."""
    wanted = message_from_bytes(data)["Message-ID"]
    postfix.send(data, "desk@harbour.example", recipient)
    return _arrived(dovecot, wanted, postfix)


def _arrived(dovecot: Any, wanted: str, postfix: Any) -> bytes:
    """The mail of this Message-ID, as soon as it is there."""
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        if found := _found(dovecot, wanted):
            return found[0]
        time.sleep(0.02)
    pytest.fail(f"{wanted} did not arrive: {postfix.log.read_text(encoding='utf-8')[-2000:]}")


def _found(dovecot: Any, wanted: str) -> list[bytes]:
    """Every mail of this Message-ID."""
    connection = dovecot.connect()
    try:
        connection.select("INBOX", readonly=True)
        _, (numbers,) = connection.search(None, "HEADER", "Message-ID", wanted)
        answers = [connection.fetch(number, "(BODY.PEEK[])")[1] for number in numbers.split()]
        return [bytes(part[1]) for answer in answers for part in answer if isinstance(part, tuple)]
    finally:
        connection.logout()


def _same(data: bytes, back: bytes) -> None:
    """Our headers in our order with our bytes, and the same body to the last byte."""
    head, _, body = data.partition(b"\r\n\r\n")
    head_back, _, body_back = back.partition(b"\r\n\r\n")
    assert body_back == body
    ours = [(name, value) for name, value in message_from_bytes(head + b"\r\n\r\n").items()]
    theirs = [
        (name, value)
        for name, value in message_from_bytes(head_back + b"\r\n\r\n").items()
        if name.lower() not in ADDED
    ]
    assert theirs == ours
    before, after = (message_from_bytes(one, policy=policy.default) for one in (data, back))
    for kind in ("plain", "html"):
        parts = before.get_body((kind,)), after.get_body((kind,))
        assert parts[0] is not None
        assert parts[1] is not None
        assert parts[1].get_content() == parts[0].get_content()
    assert not any(part.defects for part in after.walk())
    for name in ("From", "To", "Subject", "Date", "Message-ID"):
        assert len(after.get_all(name, [])) == 1
        # Python calls a local part beyond ASCII a defect (RFC 6532 does not).
        assert not after[name].defects or not head.isascii()


@pytest.mark.parametrize("template", TEMPLATES)
@pytest.mark.parametrize("sample", ["complete", "hostile", "rtl", "empty"])
def test_a_mail_comes_back_as_it_was(postfix: Any, dovecot: Any, template: str, sample: str) -> None:
    brief = _brief(f"templates/samples/{sample}.json")
    reader = Recipient(name="Noé Brandt, Ministère", email="noe@harbour.example", topics=("ferry",))
    made = letter(page_of(brief, template=f"builtin:{template}", recipient=reader))
    data = _mail(made, f"{sample}-{template}", reader)
    back = _there_and_back(data, postfix, dovecot, reader.email)
    _same(data, back)
    assert message_from_bytes(back, policy=policy.default)["Subject"] == made.subject


def test_a_mail_with_files_that_had_to_be_cut_comes_back_as_it_was(postfix: Any, dovecot: Any) -> None:
    brief = _brief("examples/briefs/daily.json")
    reader = Recipient(name="Łucja", email="lucja@harbour.example")
    made = letter(
        page_of(brief, template="builtin:daily", recipient=reader), attach=("docx", "markdown", "ics"), budget=40_000
    )
    assert made.cut
    data = _mail(made, "cut", reader)
    back = _there_and_back(data, postfix, dovecot, reader.email)
    _same(data, back)
    files = list(message_from_bytes(back, policy=policy.default).iter_attachments())  # type: ignore[attr-defined]
    assert [file.get_payload(decode=True) for file in files] == [file.content for file in made.attachments]
    assert [file.get_filename() for file in files] == [file.name for file in made.attachments]


def test_what_briefer_sends_is_what_a_dry_run_shows(postfix: Any, dovecot: Any, tmp_path: Path) -> None:
    """Through the command itself: STARTTLS with the certificate checked, three readers, each with one mail, one of them beyond ASCII."""
    settings = tmp_path / "briefer.toml"
    settings.write_text(
        f"""
[brief.morning]
[mail]
from = "Skerrow desk <desk@harbour.example>"
host = "{postfix.host}"
port = {postfix.port}
security = "starttls"
ca_file = "{postfix.authority}"
[store]
path = "{tmp_path / "store.db"}"
[[recipient]]
name = "Noé Brandt"
email = "noe.brandt@harbour.example"
briefs = ["morning"]
language = "fr"
attach = ["markdown", "ics"]
[[recipient]]
name = "Ana Prill"
email = "ana.prill@harbour.example"
briefs = ["morning"]
template = "short"
[[recipient]]
name = "Düne"
email = "düne@harbour.example"
briefs = ["morning"]
template = "lookahead"
""",
        encoding="utf-8",
    )
    brief = _brief("templates/samples/complete.json")
    brief = replace(brief, id="round-trip", profile=replace(brief.profile, name="morning"))
    bundle = tmp_path / "brief.json"
    bundle.write_text(json.dumps(dump_brief(brief)), encoding="utf-8")
    command = [sys.executable, "-m", "briefer", "send", str(bundle), "--config", str(settings)]
    subprocess.run([*command, "--dry-run", "-o", str(tmp_path / "shown")], check=True, capture_output=True, timeout=60)
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    shown = [path.read_bytes() for path in sorted((tmp_path / "shown").glob("*.eml"))]
    assert len(shown) == 3
    for data in shown:
        to = re.search(rb"(?m)^To: .*?<(\S+)>\r$", data)
        assert to is not None
        back = _arrived(dovecot, message_from_bytes(data)["Message-ID"], postfix)
        _same(_undated(data), _undated(back))
        assert b"for <" + to[1] + b">" in back.partition(b"\r\n\r\n")[0]
    # A second run sends nothing again.
    subprocess.run(command, check=False, capture_output=True, timeout=60)
    time.sleep(1)
    for data in shown:
        assert len(_found(dovecot, message_from_bytes(data)["Message-ID"])) == 1


def _undated(data: bytes) -> bytes:
    """The mail without the one thing that a clock decides."""
    return re.sub(rb"(?m)^Date: [^\r]*", b"Date: Thu, 21 May 2026 12:00:00 +0000", data, count=1)


def test_the_comparison_would_see_another_byte() -> None:
    brief = _brief("templates/samples/minimal.json")
    reader = Recipient(name="Ana", email="ana@harbour.example")
    data = _mail(letter(page_of(brief, template="builtin:short", recipient=reader)), "seen", reader)
    _same(data, b"Received: by mx; Thu, 21 May 2026 12:00:00 +0000\r\n" + data)
    for changed in (
        data.replace(b"List-Id:", b"X-List-Id:"),
        data.replace(b"footbridge", b"foot-bridge"),
        b"Bcc: spy@evil.example\r\n" + data,
    ):
        with pytest.raises(AssertionError):
            _same(data, changed)
