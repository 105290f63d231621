"""`briefer send`: one mail for each recipient, and none that was not meant."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest
from mail_server import Listening, Server
from typer.testing import Result

from briefer.contract import dump_brief, load_brief
from briefer.model import Brief

ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "horse-battery-staple-4711"
Run = Callable[..., Result]


@pytest.fixture
def server() -> Iterator[Any]:
    """A mail server on loopback that takes everything unless it is told otherwise."""
    made = Server()
    listening = Listening(made)
    listening.start()
    made.port, made.connections = listening.port, 0
    yield made
    listening.stop()


@pytest.fixture(scope="module")
def brief() -> Brief:
    made = load_brief(json.loads((ROOT / "templates/samples/complete.json").read_text("utf-8")))
    return replace(made, profile=replace(made.profile, name="morning"))


@pytest.fixture
def bundle(brief: Brief, tmp_path: Path) -> Path:
    return keep(brief, tmp_path / "brief.json")


def keep(brief: Brief, path: Path) -> Path:
    path.write_text(json.dumps(dump_brief(brief)), "utf-8")
    return path


@pytest.fixture
def desk(tmp_path: Path, server: Any) -> Callable[..., Path]:
    """Writes a briefer.toml with three readers, of whom two get the brief."""

    def written(mail: str = "", more: str = "") -> Path:
        path = tmp_path / "briefer.toml"
        path.write_text(
            f"""
[brief.morning]
[brief.evening]
[mail]
from = "Fisheries desk <desk@example.org>"
host = "127.0.0.1"
port = {server.port}
security = "none"
timeout = 5
{mail}
[[recipient]]
name = "Ann"
email = "ann@example.org"
briefs = ["morning", "evening"]
[[recipient]]
name = "Benoît"
email = "ben@example.org"
briefs = ["morning"]
language = "fr"
template = "short"
attach = ["markdown"]
[[recipient]]
email = "cyr@example.org"
briefs = ["evening"]
[list.cabinet]
recipients = ["cyr@example.org", "Dag <dag@example.org>", "DAG@example.org"]
{more}
""",
            "utf-8",
        )
        return path

    return written


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("time.sleep", lambda _: None)


def states(run: Run) -> dict[str, str]:
    rows = [line.split() for line in run("outbox", "list").stdout.splitlines()]
    return {row[3]: row[1] for row in rows if len(row) > 3 and "@" in row[3]}


def test_those_who_get_this_brief_get_it_each_in_their_way(run: Run, server: Any, bundle: Path, desk: Any) -> None:
    desk()
    result = run("send", bundle)
    assert result.exit_code == 0, result.stderr
    assert result.stdout == ""
    assert f"sending to 2 recipients through 127.0.0.1:{server.port}" in result.stderr
    assert "2 recipients: 2 sent" in result.stderr
    assert sorted(server.addresses()) == ["ann@example.org", "ben@example.org"]
    mails = {a: message_from_bytes(m, policy=policy.default) for a, m in server.taken}
    assert "For Ann" in mails["ann@example.org"].get_body(("plain",)).get_content()  # type: ignore[attr-defined]
    french = mails["ben@example.org"]
    assert '<html lang="fr"' in french.get_body(("html",)).get_content()  # type: ignore[attr-defined]
    assert [part.get_content_type() for part in french.iter_attachments()] == ["text/markdown"]  # type: ignore[attr-defined]
    assert server.connections == 1


def test_again_sends_nothing(run: Run, server: Any, bundle: Path, desk: Any) -> None:
    desk()
    run("send", bundle)
    result = run("send", bundle)
    assert result.exit_code == 0
    assert "2 recipients: 2 sent (0 of them now)" in result.stderr
    assert len(server.taken) == 2


def test_a_list_and_single_addresses(run: Run, server: Any, bundle: Path, desk: Any) -> None:
    desk()
    assert run("send", bundle, "--list", "cabinet").exit_code == 0
    assert server.addresses() == ["cyr@example.org", "dag@example.org"]
    # Who has a table of their own is served as it says.
    assert run("send", bundle, "--to", "ben@example.org", "--to", "Eva <eva@example.org>").exit_code == 0
    assert server.addresses()[2:] == ["ben@example.org", "eva@example.org"]
    assert (
        "Pour Beno" in message_from_bytes(server.taken[2][1], policy=policy.default).get_body(("plain",)).get_content()
    )  # type: ignore[attr-defined]


def test_what_did_not_go_well_is_said_and_ends_with_5(run: Run, server: Any, bundle: Path, desk: Any) -> None:
    desk()
    server.steps["RCPT"] = lambda _, word: "550 no such user" if word.startswith("ben") else None
    result = run("send", bundle)
    assert result.exit_code == 5
    assert "refused ben@example.org: 550 no such user" in result.stderr
    assert "2 recipients: 1 sent, 1 refused" in result.stderr
    # What a person has to know stays known.
    assert run("send", bundle).exit_code == 5
    assert len(server.taken) == 1


def test_a_mail_in_doubt_is_reported_and_not_sent_again(run: Run, server: Any, bundle: Path, desk: Any) -> None:
    desk()

    def lost(server: Any, word: str) -> str | None:
        if word.startswith("ben"):
            server.cut()
            return "451 not heard"
        return None

    server.steps["DATA"] = lost
    result = run("send", bundle)
    assert result.exit_code == 5
    assert "unknown ben@example.org: 127.0.0.1" in result.stderr
    assert "briefer outbox resolve" in result.stderr
    server.steps.clear()
    assert run("send", bundle).exit_code == 5
    assert server.addresses() == ["ann@example.org"]


def test_nobody_reached_is_1_and_all_stay_pending(run: Run, bundle: Path, desk: Any) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        path = desk()
        path.write_text(re.sub(r"port = \d+", f"port = {closed.getsockname()[1]}", path.read_text()), "utf-8")
        result = run("send", bundle)
    assert result.exit_code == 1
    assert "2 recipients: 2 pending" in result.stderr
    assert "briefer: the mail server 127.0.0.1:" in result.stderr
    assert states(run) == {"ann@example.org": "pending", "ben@example.org": "pending"}


# What it does not do by itself.


def test_a_dry_run_writes_the_bytes_and_opens_no_socket(
    run: Run, server: Any, bundle: Path, desk: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk("username = 'desk'\npassword = {env = 'NOT_SET'}\napproval = true")
    with monkeypatch.context() as patched:
        patched.setattr(socket.socket, "connect", lambda *_: pytest.fail("it connects"))
        patched.setattr("socket.create_connection", lambda *_, **__: pytest.fail("it connects"))
        result = run("send", bundle, "--dry-run")
    assert result.exit_code == 0, result.stderr
    assert "nothing was sent; as it would be: 2 mails in brief-mails" in result.stderr
    assert not (tmp_path / "store").exists()
    written = {path.name.rpartition("-")[0]: path.read_bytes() for path in (tmp_path / "brief-mails").iterdir()}
    assert written.keys() == {"ann@example.org", "ben@example.org"}
    desk()
    run("send", bundle)
    dates = re.compile(rb"^Date: .*\r\n", re.M)
    assert {a: dates.sub(b"", m) for a, m in server.taken} == {a: dates.sub(b"", m) for a, m in written.items()}


def test_a_test_is_marked_and_counts_for_nothing(run: Run, server: Any, bundle: Path, desk: Any) -> None:
    desk()
    for _ in range(2):
        assert run("send", bundle, "--test", "--to", "ann@example.org").exit_code == 0
    assert server.addresses() == ["ann@example.org"] * 2
    assert run("outbox", "list").stdout.count("[Test] ") == 2
    subjects = [message_from_bytes(mail, policy=policy.default)["Subject"] for _, mail in server.taken]
    assert all(subject.startswith("[Test] ") for subject in subjects)
    assert run("send", bundle).exit_code == 0
    assert server.addresses()[2:] == ["ann@example.org", "ben@example.org"]


def test_sending_again_says_what_it_does_and_asks(
    run: Run, server: Any, bundle: Path, desk: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk()
    run("send", bundle)
    result = run("send", bundle, "--resend")
    assert result.exit_code == 2
    assert "2 recipients will get this brief a second time, 0 perhaps" in result.stderr
    assert len(server.taken) == 2
    monkeypatch.setattr("briefer.cli.screen.at_terminal", lambda: True)
    assert run("send", bundle, "--resend", input="n\n").exit_code == 1
    assert len(server.taken) == 2
    assert run("send", bundle, "--resend", "--to", "ann@example.org", input="y\n").exit_code == 0
    assert server.addresses()[2:] == ["ann@example.org"]
    server.taken.pop()
    assert run("send", bundle, "--resend", "--yes").exit_code == 0
    assert sorted(server.addresses()) == sorted(["ann@example.org", "ben@example.org"] * 2)
    ids = [message_from_bytes(mail)["Message-ID"] for _, mail in server.taken]
    assert len(set(ids)) == 2


def test_a_draft_is_held_until_it_is_approved(run: Run, server: Any, bundle: Path, desk: Any) -> None:
    desk("approval = true")
    for arguments in ((), ("--test", "--to", "ann@example.org"), ("--resend", "--yes")):
        result = run("send", bundle, *arguments)
        assert result.exit_code == 1
        assert f"briefer approve {bundle}" in result.stderr
    assert server.taken == []
    assert run("approve", bundle, "--by", "Ann").exit_code == 0
    assert run("send", bundle).exit_code == 0
    assert len(server.taken) == 2


def test_a_correction_goes_to_those_who_have_the_brief(
    run: Run, server: Any, bundle: Path, brief: Brief, desk: Any, tmp_path: Path
) -> None:
    desk()
    server.steps["RCPT"] = lambda _, word: "450 later" if word.startswith("ben") else None
    run("send", bundle)
    server.steps.clear()
    assert server.addresses() == ["ann@example.org"]
    keep(brief, tmp_path / "brief.r1.json")
    first, *rest = brief.stories
    keep(replace(brief, revision=2, stories=(replace(first, headline="Fees rise by 14 percent"), *rest)), bundle)
    # Nobody gets a second revision as if it were the first.
    result = run("send", bundle)
    assert result.exit_code == 1
    assert "ann@example.org has revision 1 of this brief already" in result.stderr
    assert "--correction" in result.stderr
    result = run("send", bundle, "--correction")
    assert result.exit_code == 0, result.stderr
    mails = dict(server.taken[1:])
    assert mails.keys() == {"ann@example.org", "ben@example.org"}
    assert b"Subject: Correction: " in mails["ann@example.org"]
    assert b"In-Reply-To: " in mails["ann@example.org"]
    text = message_from_bytes(mails["ann@example.org"], policy=policy.default).get_body(("plain",)).get_content()  # type: ignore[attr-defined]
    assert "Fees rise by 14 percent" in text.partition(first.headline)[2] or "Fees rise by 14 percent" in text
    # Who was still to get the first revision gets the second one, and no longer the first.
    assert b"Correction: " not in mails["ben@example.org"]
    assert run("outbox", "retry").stdout == "nothing is pending\n"
    assert "replaced by revision 2" in run("outbox", "list").stdout
    assert run("send", bundle, "--correction").exit_code == 0
    assert len(server.taken) == 3


def test_an_earlier_revision_never_follows_a_later_one(
    run: Run, server: Any, bundle: Path, brief: Brief, desk: Any, tmp_path: Path
) -> None:
    desk()
    assert (
        run("send", keep(replace(brief, revision=2), tmp_path / "second.json"), "--to", "ann@example.org").exit_code
        == 0
    )
    result = run("send", bundle)
    assert result.exit_code == 0, result.stderr
    assert "1 recipient: not sent, a later revision is theirs already" in result.stderr
    assert sorted(server.addresses()) == ["ann@example.org", "ben@example.org"]
    assert run("send", bundle, "--resend", "--yes", "--to", "ann@example.org").exit_code == 0
    assert server.addresses().count("ann@example.org") == 1


def test_a_template_that_there_is_not_names_its_reader(run: Run, server: Any, bundle: Path, desk: Any) -> None:
    desk(more='[[recipient]]\nemail = "kim@example.org"\nbriefs = ["morning"]\ntemplate = "nothing"\n')
    result = run("send", bundle)
    assert result.exit_code == 1
    assert "[[recipient]] kim@example.org: " in result.stderr
    assert server.connections == 0
    assert run("outbox", "list").stdout == "the outbox is empty\n"


@pytest.mark.parametrize("arguments", [[], ["--dry-run"], ["--to", "ann@example.org", "--attach", "pdf"]])
def test_an_attachment_whose_extra_is_missing_is_said_before_anything_is_done(
    run: Run, server: Any, bundle: Path, desk: Any, monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    desk(more='[[recipient]]\nemail = "kim@example.org"\nbriefs = ["morning"]\nattach = [".pdf", "ics"]\n')
    result = run("send", bundle, *arguments)
    assert result.exit_code == 1
    assert (
        f"[[recipient]] {'ann' if '--to' in arguments else 'kim'}@example.org: PDF cannot be written" in result.stderr
    )
    assert "pip install '.[pdf]'" in result.stderr
    assert server.connections == 0
    assert run("outbox", "list").stdout == "the outbox is empty\n"


def test_an_attachment_of_a_correction_is_looked_at_too(
    run: Run, server: Any, brief: Brief, bundle: Path, desk: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk()
    assert run("send", bundle, "--to", "ann@example.org", "--attach", "docx").exit_code == 0
    monkeypatch.setitem(sys.modules, "docxtpl", None)
    result = run("send", keep(replace(brief, revision=2), tmp_path / "second.json"), "--correction")
    assert result.exit_code == 1
    assert "ann@example.org: Word files cannot be written" in result.stderr
    assert "pip install '.[docx]'" in result.stderr
    assert len(server.taken) == 1


def test_an_attachment_may_be_named_by_its_ending(run: Run, server: Any, bundle: Path, desk: Any) -> None:
    desk(more='[[recipient]]\nemail = "kim@example.org"\nbriefs = ["morning"]\nattach = ["md", "markdown"]\n')
    assert run("send", bundle).exit_code == 0
    (mail,) = (message_from_bytes(m, policy=policy.default) for a, m in server.taken if a == "kim@example.org")
    assert [part.get_content_type() for part in mail.iter_attachments()] == ["text/markdown"]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--test"], "--test needs --to"),
        (["--attach", "eml"], "ann@example.org: a mail cannot be attached to itself"),
        (["-o", "mails"], "-o is for --dry-run"),
        (["--to", "a@example.org", "--list", "cabinet"], "each say who gets it"),
        (["--to", "nobody"], "“nobody” is no mail address"),
        (["--list", "cabinett"], "there is no [list.cabinett]"),
        (["--correction", "--to", "a@example.org"], "to nobody else"),
        (["--attach", "pdff"], "is no format"),
        (["--correction"], "nobody has an earlier revision"),
    ],
)
def test_wrong_usage_is_said_before_anything_is_done(
    run: Run, server: Any, bundle: Path, desk: Any, arguments: list[str], said: str
) -> None:
    desk()
    result = run("send", bundle, *arguments)
    assert result.exit_code in (1, 2)
    assert said in result.stderr
    assert server.connections == 0


def test_without_mail_settings_or_readers_it_says_what_to_write(
    run: Run, bundle: Path, desk: Any, tmp_path: Path
) -> None:
    result = run("send", bundle, "--to", "ann@example.org")
    assert result.exit_code == 1
    assert "there is no [mail]" in result.stderr
    (tmp_path / "briefer.toml").write_text('[mail]\nfrom = "d@example.org"\nhost = "h.example"\n', "utf-8")
    result = run("send", bundle)
    assert result.exit_code == 2
    assert 'give a [[recipient]] briefs = ["morning"]' in result.stderr


def test_a_brief_that_other_hands_changed_is_not_sent(run: Run, server: Any, bundle: Path, desk: Any) -> None:
    desk()
    bundle.write_text(bundle.read_text("utf-8").replace("Skerrow", "Sparrow"), "utf-8")
    result = run("send", bundle)
    assert result.exit_code == 1
    assert "was changed after it was made" in result.stderr
    assert server.connections == 0


def test_a_broken_template_stops_it_before_anybody_has_a_mail(
    run: Run, server: Any, bundle: Path, desk: Any, tmp_path: Path
) -> None:
    path = desk()
    path.write_text(path.read_text("utf-8").replace('"short"', '"mine"'), "utf-8")
    mine = tmp_path / "templates" / "mine"
    mine.mkdir(parents=True)
    (mine / "template.toml").write_text('extends = "builtin:daily"\n', "utf-8")
    (mine / "brief.txt.j2").write_text("{{ brief.titel }}", "utf-8")
    result = run("send", bundle)
    assert result.exit_code == 1
    assert "titel" in result.stderr
    assert server.taken == []
    (mine / "brief.txt.j2").unlink()
    assert run("send", bundle).exit_code == 0
    assert len(server.taken) == 2


# Only root can give a file away.
if os.name == "posix" and os.geteuid() == 0:

    def test_a_file_of_somebody_else_sends_nothing_by_itself(run: Run, server: Any, bundle: Path, desk: Any) -> None:
        path = desk()
        os.chown(path, 12345, -1)
        result = run("send", bundle)
        assert result.exit_code == 1
        assert "names a mail server, and the file is not yours" in result.stderr
        assert run("send", bundle, "--config", path).exit_code == 0
        desk("username = 'desk'\npassword = {command = ['pass', 'show', 'mail']}")
        result = run("send", bundle, "--config", path, "--resend", "--yes")
        assert "names a command, and the file is not yours" in result.stderr
        desk("pipe = ['sign']")
        assert "pipe is a program that would be run" in run("send", bundle, "--config", path).stderr


def test_two_at_once_send_one_mail_to_each(server: Any, bundle: Path, desk: Any, tmp_path: Path) -> None:
    desk(more="\n".join(f'[[recipient]]\nemail = "r{n}@example.org"\nbriefs = ["morning"]' for n in range(15)))
    environment = os.environ | {"BRIEFER_STORE": str(tmp_path / "b.db")}
    command = [sys.executable, "-m", "briefer", "send", str(bundle)]
    runs = [
        subprocess.Popen(command, cwd=tmp_path, env=environment, stderr=subprocess.PIPE, text=True) for _ in range(3)
    ]
    said = [run.communicate()[1] for run in runs]
    assert [run.returncode for run in runs] == [0, 0, 0], said
    assert len(server.addresses()) == len(set(server.addresses())) == 17
    assert sum("17 recipients: 17 sent\n" in text for text in said) == 1
    assert sum("17 recipients: 17 sent (0 of them now)" in text for text in said) == 2


# Secrets.


@pytest.mark.parametrize("answer", ["535 wrong: {}", "235 fine {}", "cut"])
def test_no_password_and_no_body_is_shown_anywhere(
    bundle: Path, desk: Any, tmp_path: Path, answer: str, start_login: Callable[[str], int]
) -> None:
    path = desk("username = 'desk'\npassword = {env = 'MAIL_PASSWORD'}")
    path.write_text(re.sub(r"port = \d+", f"port = {start_login(answer)}", path.read_text("utf-8")), "utf-8")
    environment = os.environ | {
        "MAIL_PASSWORD": PASSWORD,
        "BRIEFER_STORE": str(tmp_path / "b.db"),
        "PYTHONDEVMODE": "1",
    }
    code = (
        "import logging, sys\nlogging.basicConfig(level=0)\nimport time\n"
        "time.sleep = lambda _: None\n"
        "from briefer.cli import run\nrun()"
    )
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code, "--debug", "send", str(bundle)],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        check=False,
    )
    said = done.stdout + done.stderr
    assert done.returncode in (1, 5), said
    assert b"127.0.0.1" in said
    import base64

    spoken = [PASSWORD, f"\0desk\0{PASSWORD}"]
    hidden = [form for text in spoken for form in (text, base64.b64encode(text.encode()).decode())]
    kept = (tmp_path / "b.db").read_bytes() + (tmp_path / "briefer.toml").read_bytes()
    for secret in hidden:
        assert secret.encode() not in said
        assert secret.encode() not in kept
    for words in (b"Skerrow", b"Harbours and ferries, 21 May 2026\n", b"MIME-Version"):
        assert words not in said


@pytest.fixture
def start_login() -> Iterator[Callable[[str], int]]:
    """A server that repeats whatever it is told at the login, or takes it and refuses the mail with its words."""
    import threading

    listeners: list[socket.socket] = []

    def serve(listener: socket.socket, answer: str) -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            with connection, connection.makefile("rwb") as stream:
                talk(stream, answer)

    def talk(stream: Any, answer: str) -> None:
        stream.write(b"220 hi\r\n")
        stream.flush()
        for line in stream:
            word = line.split()[0].upper()
            if word == b"EHLO":
                stream.write(b"250-mail.example\r\n250 AUTH PLAIN\r\n")
            elif word == b"AUTH":
                if answer == "cut":
                    return
                stream.write((answer.format(f"{PASSWORD} {line.decode().strip()}") + "\r\n").encode())
            elif word == b"QUIT":
                return
            else:
                stream.write(f"550 no {PASSWORD}\r\n".encode())
            stream.flush()

    def started(answer: str) -> int:
        listener = socket.create_server(("127.0.0.1", 0))
        listeners.append(listener)
        threading.Thread(target=serve, args=(listener, answer), daemon=True).start()
        return int(listener.getsockname()[1])

    yield started
    for listener in listeners:
        listener.close()
