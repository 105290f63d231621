"""A real mail server for tests: Debian's postfix on a high loopback port, which hands everything to dovecot's mailbox."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import smtplib
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import trustme

#: Debian keeps it where an ordinary PATH does not look.
PROGRAM = shutil.which("postfix") or "/usr/sbin/postfix"
#: Every address of this domain ends in the one mailbox.
DOMAIN = "harbour.example"
#: Seconds until it must answer, and until a mail must have arrived.
_PATIENCE = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Postfix:
    """A server that runs."""

    host: str
    #: Plain, and with STARTTLS.
    port: int
    #: PEM of the authority that signed its certificate; nobody else trusts it.
    authority: Path
    log: Path

    def send(self, message: bytes, sender: str, recipient: str) -> None:
        """Hands over one mail, encrypted and with the server's certificate checked."""
        with smtplib.SMTP(self.host, self.port, timeout=_PATIENCE) as connection:
            connection.starttls(context=ssl.create_default_context(cafile=str(self.authority)))
            assert connection.sendmail(sender, [recipient], message) == {}


def usable() -> bool:
    """Whether it is installed and may be started: postfix wants root, or sudo without a password."""
    return Path(PROGRAM).exists() and _as_root() is not None


@contextlib.contextmanager
def running(folder: Path, mailbox: Any) -> Iterator[Postfix]:
    """The server, which keeps everything in this folder, until the block ends; `mailbox` is a running dovecot.

    Its parts run as users of their own, who must get into the folder.
    """
    root = _as_root()
    assert root is not None
    server = Postfix(
        host="127.0.0.1", port=_free_port(), authority=folder / "authority.pem", log=folder / "log" / "mail.log"
    )
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(server.authority))
    certificate = authority.issue_cert(server.host, "localhost")
    certificate.private_key_and_cert_chain_pem.write_to_path(str(folder / "server.pem"))
    for name in ("queue", "data", "log"):
        (folder / name).mkdir()
    (folder / "main.cf").write_text(_settings(folder, server, mailbox), encoding="utf-8")
    (folder / "master.cf").write_text(_services(server), encoding="utf-8")
    # The one folder that has to be postfix's own.
    subprocess.run([*root, "chown", "postfix", str(folder / "data")], check=True)
    with (folder / "errors").open("wb") as errors:
        process = subprocess.Popen(
            [*root, PROGRAM, "-c", str(folder), "start-fg"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=errors,
            start_new_session=True,
        )
    try:
        _wait(server, process, folder)
        yield server
    finally:
        subprocess.run([*root, PROGRAM, "-c", str(folder), "stop"], check=False, capture_output=True)
        try:
            process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        # What belongs to others is nothing that pytest could remove later.
        subprocess.run([*root, "rm", "-rf", str(folder / "queue"), str(folder / "data")], check=True)


def _as_root() -> list[str] | None:
    """What stands before a command of root's; None where it cannot be."""
    if os.getuid() == 0:
        return []
    sudo = shutil.which("sudo")
    if sudo and subprocess.run([sudo, "-n", "true"], check=False, capture_output=True).returncode == 0:
        return [sudo, "-n"]
    return None


def _settings(folder: Path, server: Postfix, mailbox: Any) -> str:
    return f"""
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
maillog_file_prefixes = {folder}
maillog_file = {server.log}
mail_owner = postfix
setgid_group = postdrop
myhostname = mx.{DOMAIN}
mydestination =
mynetworks = 127.0.0.0/8
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
alias_maps =
alias_database =
local_recipient_maps =
smtp_dns_support_level = disabled
smtpd_tls_security_level = may
smtpd_tls_chain_files = {folder}/server.pem
smtpd_relay_restrictions = reject_unauth_destination
default_transport = error:nothing leaves this machine
virtual_transport = virtual
virtual_mailbox_domains = {DOMAIN}
virtual_mailbox_base = {mailbox.maildir.parent}
virtual_mailbox_maps = static:{mailbox.maildir.name}/
virtual_uid_maps = static:{mailbox.uid}
virtual_gid_maps = static:{mailbox.gid}
virtual_minimum_uid = 1
smtputf8_enable = yes
"""


def _services(server: Postfix) -> str:
    """The parts that a mail walks through; none is locked into a folder."""
    internal = {
        "cleanup": "unix n - n - 0 cleanup",
        "qmgr": "unix n - n 300 1 qmgr",
        "rewrite": "unix - - n - - trivial-rewrite",
        "bounce": "unix - - n - 0 bounce",
        "defer": "unix - - n - 0 bounce",
        "trace": "unix - - n - 0 bounce",
        "proxymap": "unix - - n - - proxymap",
        "error": "unix - - n - - error",
        "retry": "unix - - n - - error",
        "virtual": "unix - n n - - virtual",
        "anvil": "unix - - n - 1 anvil",
        "tlsmgr": "unix - - n 1000? 1 tlsmgr",
        "postlog": "unix-dgram n - n - 1 postlogd",
    }
    lines = [f"{server.host}:{server.port} inet n - n - - smtpd", *(f"{name} {how}" for name, how in internal.items())]
    return "\n".join(lines) + "\n"


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port: int = taken.getsockname()[1]
        return port


def _wait(server: Postfix, process: subprocess.Popen[bytes], folder: Path) -> None:
    deadline = time.monotonic() + _PATIENCE
    while True:
        try:
            with smtplib.SMTP(server.host, server.port, timeout=2):
                return
        except OSError as error:
            if process.poll() is not None or time.monotonic() > deadline:
                said = (folder / "errors").read_text(encoding="utf-8", errors="replace")
                log = server.log.read_text(encoding="utf-8", errors="replace") if server.log.exists() else ""
                message = f"postfix does not answer: {error}\n{said[-2000:]}\n{log[-2000:]}"
                raise AssertionError(message) from error
            time.sleep(0.05)
