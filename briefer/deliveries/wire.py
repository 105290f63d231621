"""SMTP as `smtplib` speaks it, with an end to how long and how much a server may say."""

from __future__ import annotations

import re
import smtplib
import socket
import ssl
from time import monotonic
from typing import Any

#: Bytes of one reply, of all its lines: a banner of 512 bytes a line is what RFC 5321 knows (4.5.3.1.5).
LONGEST_REPLY = 65_536
#: Bytes that are sent at once: each such piece may take as long as an answer.
PIECE = 65_536
_REPLY = re.compile(rb"(\d{3})([ -]?)(.*)", re.DOTALL)
_DOTS = re.compile(rb"^\.", re.MULTILINE)


class _Bounded:
    """Reads replies by itself: `smtplib` waits for each piece anew, and takes as many lines as there come."""

    sock: Any
    #: Seconds that the reply at hand may take, from now to its end.
    patience: float
    _waiting: bytes = b""

    def getreply(self) -> tuple[int, bytes]:
        """Code and words; `SMTPServerDisconnected` where the server goes, is silent for too long or never ends."""
        deadline = monotonic() + self.patience
        lines: list[bytes] = []
        size = 0
        while True:
            line = self._line(deadline, LONGEST_REPLY - size)
            size += len(line)
            found = _REPLY.fullmatch(line.rstrip(b"\r\n"))
            if found is None:
                raise self._left("its answer is not that of a mail server")
            lines.append(found[3].strip())
            if found[2] != b"-":
                return int(found[1]), b"\n".join(lines)

    def _line(self, deadline: float, room: int) -> bytes:
        while b"\n" not in self._waiting:
            if len(self._waiting) > room:
                raise self._left("its answer has no end")
            left = deadline - monotonic()
            if left <= 0:
                raise self._left("it did not answer in time")
            try:
                self.sock.settimeout(left)
                piece = self.sock.recv(4096)
            except TimeoutError:
                raise self._left("it did not answer in time") from None
            except OSError as error:
                raise self._left(f"the connection was lost ({error.strerror or type(error).__name__})") from None
            if not piece:
                raise self._left("it closed the connection")
            self._waiting += piece
        line, _, self._waiting = self._waiting.partition(b"\n")
        if len(line) > room:
            raise self._left("its answer has no end")
        return line

    def _left(self, why: str) -> smtplib.SMTPServerDisconnected:
        self.close()
        return smtplib.SMTPServerDisconnected(why)

    def close(self) -> None:
        """Closes the connection."""
        self._waiting = b""
        super().close()  # type: ignore[misc]

    def nothing_more(self) -> None:
        """To be called after STARTTLS: what came in plain text would be taken for words of the encrypted server."""
        if self._waiting:
            raise self._left("it said more, unencrypted, after it had agreed to encrypt")

    def content(self, message: bytes) -> tuple[int, bytes]:
        """Sends the mail itself and gets the answer; the server has said 354."""
        body = _DOTS.sub(b"..", message)
        body += b".\r\n" if body.endswith(b"\r\n") else b"\r\n.\r\n"
        for start in range(0, len(body), PIECE):
            self.sock.settimeout(self.patience)
            self.sock.sendall(body[start : start + PIECE])
        return self.getreply()

    def hurry(self) -> None:
        """Has the end of a mail sent at once, not when its beginning was acknowledged."""
        self.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


class Plain(_Bounded, smtplib.SMTP):
    """Begins unencrypted."""

    def __init__(self, host: str, port: int, *, helo: str, patience: float) -> None:
        self.patience = patience
        super().__init__(host, port, local_hostname=helo, timeout=patience)


class Encrypted(_Bounded, smtplib.SMTP_SSL):
    """Encrypted from the first byte on."""

    def __init__(self, host: str, port: int, *, helo: str, patience: float, context: ssl.SSLContext) -> None:
        self.patience = patience
        super().__init__(host, port, local_hostname=helo, timeout=patience, context=context)
