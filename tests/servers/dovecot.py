"""A real IMAP server for tests: Debian's dovecot on high loopback ports, with a configuration of its own."""

from __future__ import annotations

import contextlib
import grp
import imaplib
import os
import pwd
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import trustme

#: Debian keeps it where an ordinary PATH does not look.
PROGRAM = shutil.which("dovecot") or "/usr/sbin/dovecot"
USER = "desk@harbour.example"
PASSWORD = "weir, ferry and gauge"
#: Seconds until it must answer.
_PATIENCE = 15


@dataclass(frozen=True, slots=True, kw_only=True)
class Dovecot:
    """A server that runs, and the one mailbox that it has."""

    host: str
    #: TLS from the first byte.
    port: int
    #: In the clear, and with STARTTLS; passwords are taken only after it.
    plain_port: int
    user: str
    password: str
    #: PEM of the authority that signed its certificate; nobody else trusts it.
    authority: Path
    #: In Maildir++ form; whoever delivers straight into it must write as `uid` and `gid`.
    maildir: Path
    uid: int
    gid: int
    #: Answers of the server, one a line; what the tests were told is in no other place.
    log: Path

    def connect(self) -> imaplib.IMAP4_SSL:
        """A signed-in connection over TLS; the caller signs out."""
        context = ssl.create_default_context(cafile=str(self.authority))
        connection = imaplib.IMAP4_SSL(self.host, self.port, ssl_context=context, timeout=_PATIENCE)
        connection.login(self.user, self.password)
        return connection

    def put(self, message: bytes, folder: str = "INBOX", flags: str = "") -> None:
        """Puts a message into a folder, made when missing; `flags` as in `\\Seen`."""
        connection = self.connect()
        try:
            if folder != "INBOX":
                connection.create(f'"{folder}"')
            status, answer = connection.append(f'"{folder}"', f"({flags})" if flags else None, None, message)
            assert status == "OK", answer
        finally:
            connection.logout()

    def messages(self, folder: str = "INBOX") -> list[tuple[str, bytes]]:
        """Flags and bytes of each message in the folder, read without a mark."""
        connection = self.connect()
        try:
            status, _ = connection.select(f'"{folder}"', readonly=True)
            assert status == "OK"
            _, (numbers,) = connection.search(None, "ALL")
            found = []
            for number in numbers.split():
                _, answer = connection.fetch(number, "(FLAGS BODY.PEEK[])")
                head, body = next(part for part in answer if isinstance(part, tuple))
                flags = " ".join(flag.decode() for flag in imaplib.ParseFlags(head))
                found.append((flags, body))
            return found
        finally:
            connection.logout()


@contextlib.contextmanager
def running(folder: Path, user: str = USER, password: str = PASSWORD) -> Iterator[Dovecot]:
    """The server, which keeps everything in this folder, until the block ends; its users must get into the folder."""
    host, port, plain_port = "127.0.0.1", *_free_ports(2)
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(folder / "authority.pem"))
    certificate = authority.issue_cert(host, "localhost")
    certificate.private_key_pem.write_to_path(str(folder / "key.pem"))
    for number, pem in enumerate(certificate.cert_chain_pems):
        pem.write_to_path(str(folder / "certificate.pem"), append=number > 0)
    uid, gid = _owner()
    home, log = folder / "home", folder / "dovecot.log"
    home.mkdir()
    folder.chmod(0o711)
    os.chown(home, uid, gid)
    (folder / "users").write_text(f"{user}:{{PLAIN}}{password}:{uid}:{gid}::{home}\n", encoding="utf-8")
    settings = folder / "dovecot.conf"
    settings.write_text(_settings(folder, host, port, plain_port), encoding="utf-8")
    process = subprocess.Popen([PROGRAM, "-F", "-c", str(settings)], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    server = Dovecot(
        host=host,
        port=port,
        plain_port=plain_port,
        user=user,
        password=password,
        authority=folder / "authority.pem",
        maildir=home / "Maildir",
        uid=uid,
        gid=gid,
        log=log,
    )
    try:
        _wait(server, process)
        yield server
    finally:
        process.terminate()
        try:
            process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if process.stderr is not None:
            process.stderr.close()


def _owner() -> tuple[int, int]:
    """Whose the mail is: the one who runs the tests, but never root, for whom dovecot opens no mailbox."""
    if os.getuid():
        return os.getuid(), os.getgid()
    mail = pwd.getpwnam("mail")
    return mail.pw_uid, mail.pw_gid


def _settings(folder: Path, host: str, port: int, plain_port: int) -> str:
    me = pwd.getpwuid(os.getuid()).pw_name
    # Without root's rights it can be nobody else, and can lock nothing into a folder.
    alone = (
        ""
        if os.getuid() == 0
        else f"""
default_internal_user = {me}
default_internal_group = {grp.getgrgid(os.getgid()).gr_name}
default_login_user = {me}
service anvil {{
  chroot =
}}
service imap-login {{
  chroot =
}}
"""
    )
    return f"""
protocols = imap
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/dovecot.log
listen = {host}
ssl = required
ssl_cert = <{folder}/certificate.pem
ssl_key = <{folder}/key.pem
auth_mechanisms = plain login
first_valid_uid = 1
mail_location = maildir:~/Maildir
mailbox_list_index = no
passdb {{
  driver = passwd-file
  args = username_format=%u {folder}/users
}}
userdb {{
  driver = passwd-file
  args = username_format=%u {folder}/users
}}
namespace inbox {{
  inbox = yes
  separator = /
}}
service imap-login {{
  inet_listener imap {{
    port = {plain_port}
  }}
  inet_listener imaps {{
    port = {port}
    ssl = yes
  }}
}}
service stats {{
  unix_listener stats-writer {{
    mode = 0666
  }}
}}
{alone}"""


def _free_ports(number: int) -> list[int]:
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(number)]
    ports = [taken.getsockname()[1] for taken in sockets]
    for taken in sockets:
        taken.close()
    return ports


def _wait(server: Dovecot, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + _PATIENCE
    while True:
        try:
            server.connect().logout()
        except (OSError, imaplib.IMAP4.error) as error:
            if process.poll() is not None:
                said = process.stderr.read().decode() if process.stderr else ""
                message = f"dovecot did not start: {said}{_tail(server.log)}"
                raise AssertionError(message) from error
            if time.monotonic() > deadline:
                message = f"dovecot does not answer: {error}\n{_tail(server.log)}"
                raise AssertionError(message) from error
            time.sleep(0.05)
        else:
            return


def _tail(log: Path) -> str:
    return log.read_text(encoding="utf-8", errors="replace")[-2000:] if log.exists() else ""
