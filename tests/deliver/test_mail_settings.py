"""The `[mail]`, `[[recipient]]` and `[list.NAME]` tables of briefer.toml."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefer import config
from briefer.config import MailSettings, Secret, mailbox
from briefer.errors import ConfigError
from briefer.model import Addressee

MAIL = '[mail]\nfrom = "Desk <desk@example.org>"\nhost = "mail.example.org"\n'


def loaded(tmp_path: Path, text: str) -> config.Settings:
    path = tmp_path / "briefer.toml"
    path.write_text(text, "utf-8")
    return config.load(path)


def test_all_that_the_tables_can_say(tmp_path: Path) -> None:
    settings = loaded(
        tmp_path,
        MAIL
        + """
        port = 465
        security = "tls"
        username = "desk"
        password = {env = "MAIL"}
        ca_file = "ca.pem"
        folder = "/var/mails"
        pipe = ["sign", "--now"]
        approval = true
        timeout = 5
        options = {colour = "blue"}
        [brief.morning]
        [[recipient]]
        name = "Ann"
        email = "ann@example.org"
        briefs = ["morning"]
        language = "fr"
        timezone = "Asia/Tokyo"
        topics = ["fish"]
        template = "short"
        attach = ["pdf"]
        [list.all]
        recipients = ["Ann@example.org", "Ben Bo <ben@example.org>"]
        """,
    )
    assert settings.mail == MailSettings(
        sender="Desk <desk@example.org>",
        host="mail.example.org",
        port=465,
        security="tls",
        username="desk",
        password=Secret(env="MAIL"),
        ca_file=str(tmp_path / "ca.pem"),
        folder="/var/mails",
        pipe=("sign", "--now"),
        approval=True,
        timeout=5.0,
        options={"colour": "blue"},
    )
    ann = Addressee(
        email="ann@example.org",
        name="Ann",
        briefs=("morning",),
        language="fr",
        timezone="Asia/Tokyo",
        topics=("fish",),
        template="short",
        attach=("pdf",),
    )
    assert settings.recipients == (ann,)
    assert settings.lists == {"all": (ann, Addressee(email="ben@example.org", name="Ben Bo"))}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[mail]\nhost = 'h.example'", "“from” must say who writes"),
        ("[mail]\nfrom = 'nobody'", "“from” must say who writes"),
        (MAIL + "hostt = 'x'", "there is no “hostt”"),
        (MAIL + "security = 'ssl'", "“security” cannot be “ssl”"),
        (MAIL + "port = 70000", "there is no port 70000"),
        (MAIL + "password = 'hunter2'", "a key itself never stands in the file"),
        (MAIL + "password = {env = 'P'}", "“username” is missing"),
        (MAIL + "username = 'desk'", "“password” is missing"),
        (MAIL + "username = 'd'\npassword = {env = 'P'}\ntoken = {env = 'T'}", "two ways to log in"),
        (MAIL + "username = 'd'\nsecurity = 'none'\npassword = {env = 'P'}", "everybody on the way could read"),
        (MAIL + "unsubscribe = 'http://x.example'", "must begin with https://"),
        (MAIL + "reply_to = 'nobody'", "“reply_to” is no mail address"),
        ("[[recipient]]\nname = 'Ann'", "“email” is no mail address"),
        ("[[recipient]]\nemail = 'a@b.example, c@d.example'", "“email” is no mail address"),
        ("[[recipient]]\nemail = 'a@b.example'\nbriefs = ['evening']", "there is no [brief.evening]"),
        ("[[recipient]]\nemail = 'a@b.example'\ntimezone = 'Mars'", "“Mars” is no time zone"),
        ("[[recipient]]\nemail = 'a@b.example'\nformat = 'txt'", "“format” cannot be “txt”"),
        ("[[recipient]]\nemail = 'a@b.example'\nlanguage = '?'", "must be a language tag"),
        ("[[recipient]]\nemail = 'a@b.example'\n[[recipient]]\nemail = 'A@b.example'", "has a table already"),
        ("[recipient]\nemail = 'a@b.example'", "write each as [[recipient]]"),
        ("[list.all]\nrecipients = ['a']", "“a” is no mail address"),
        ("[list.all]\nrecipients = []", "“nobody” is no mail address"),
        ("[list.all]\nmembers = ['a@b.example']", "there is no “members”"),
    ],
)
def test_what_does_not_fit_is_said(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(ConfigError) as caught:
        loaded(tmp_path, text)
    told = f"{caught.value.message} {caught.value.hint}"
    assert said in told
    assert "hunter2" not in told


def test_a_password_may_cross_to_this_machine_unencrypted(tmp_path: Path) -> None:
    login = "username = 'd'\nsecurity = 'none'\npassword = {env = 'P'}"
    for host in ("localhost", "127.0.0.1", "::1"):
        assert loaded(tmp_path, MAIL.replace("mail.example.org", host) + login).mail is not None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("ann@example.org", ("", "ann@example.org")),
        (' "Hara, Ann" <ann@example.org> ', ("Hara, Ann", "ann@example.org")),
        ("Ann <ann@example.org>, b@example.org", None),
        ("ann@example.org, b@example.org", None),
        ("ann", None),
        ("", None),
    ],
)
def test_an_address_is_one_address(text: str, found: tuple[str, str] | None) -> None:
    assert mailbox(text) == found


def test_a_secret_never_shows_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAIL_SECRET", "hunter2")
    secret = Secret(env="MAIL_SECRET")
    assert secret.value("[mail] password") == "hunter2"
    assert "hunter2" not in repr(MailSettings(sender="a@example.org", username="a", password=secret))
    with pytest.raises(ConfigError, match=r"the command of \[mail\] token \(false\) printed no token"):
        Secret(command=("false",)).value("[mail] token")
