"""Mail to a server, over SMTP: encrypted and checked unless it was said otherwise, and never twice by itself."""

from __future__ import annotations

import base64
import contextlib
import smtplib
import socket
import ssl
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, Self

from briefer.config import MailSettings
from briefer.deliveries.wire import Encrypted, Plain
from briefer.deliveries.words import told
from briefer.errors import ConfigError, DeliveryError
from briefer.model import Parcel, Receipt

PORTS = {"starttls": 587, "tls": 465, "none": 25}
#: How much longer a server may take once it has the mail: ten minutes where an answer may take one (RFC 5321, 4.5.3.2).
SETTLING = 10
#: What a server says when it takes mail of this sender, or of anybody who has not logged in, at no time.
_NOT_FROM_US = (530, 535, 538, 550, 553)
#: Connections ask for their secret one after the other: a command may ask a person, and then remember the answer.
_ASKING = threading.Lock()


class SmtpDelivery:
    """One connection for many mails; it connects with the first one, and anew after a connection was lost."""

    def __init__(self, mail: MailSettings) -> None:
        if mail.host is None:
            raise ConfigError("there is no mail server", hint='name one: [mail] host = "mail.example.org"')
        self.mail = mail
        self.host = mail.host
        self.port = mail.port or PORTS[mail.security]
        self.target = f"{self.host}:{self.port}"
        self._smtp: Plain | Encrypted | None = None
        #: What must not be shown, as servers may repeat it.
        self._secrets: tuple[str, ...] = ()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        smtp, self._smtp = self._smtp, None
        if smtp is not None:
            with contextlib.suppress(OSError, smtplib.SMTPException):
                smtp.quit()
            smtp.close()

    def check(self) -> str:
        """Connects, encrypts, logs in and names the sender, then takes it back."""
        from email.utils import parseaddr

        smtp = self._connected()
        try:
            code, words = smtp.mail(parseaddr(self.mail.sender)[1])
            smtp.rset()
        except (OSError, smtplib.SMTPException) as error:
            raise self._lost(error) from None
        if code != 250:
            raise DeliveryError(f"{self.target} takes no mail from {self.mail.sender}: {self._told(code, words)}")
        version = smtp.sock.version() if isinstance(smtp.sock, ssl.SSLSocket) else "not encrypted"
        login = f"logged in as {self.mail.username}" if self.mail.username else "without a login"
        return f"{self.target}, {version}, {login}; it takes mail from {self.mail.sender}"

    def deliver(self, parcel: Parcel, *, committing: Callable[[], None]) -> Receipt:
        """Hands over one mail; see `briefer.model.Delivery`."""
        reused = self._smtp is not None and self._smtp.sock is not None
        smtp = self._connected()
        try:
            refused = self._offered(smtp, parcel)
        except (OSError, smtplib.SMTPException) as error:
            self._drop()
            refused = Receipt(outcome="pending", reason=f"{self.target}: {told(str(error), self._secrets)}")
        if refused is not None:
            if reused and self._smtp is None:
                # It closes a connection after some time or some mails; nothing of this one has been handed over.
                return self.deliver(parcel, committing=committing)
            return refused
        begun = False
        try:
            committing()
            begun = True
            code, words = smtp.docmd("data")
            if code != 354:
                return self._refusal(code, words)
            smtp.patience = self.mail.timeout * SETTLING
            code, words = smtp.content(parcel.message)
        except (OSError, smtplib.SMTPException) as error:
            self._drop()
            if not begun:
                raise
            why = told(str(error), self._secrets)
            return Receipt(outcome="unknown", reason=f"{self.target}: {why}, after the mail had been begun")
        except BaseException:
            self._drop()
            raise
        finally:
            smtp.patience = self.mail.timeout
        if code == 250:
            return Receipt(outcome="sent", reason=told(words, self._secrets))
        if 400 <= code < 600:
            return self._refusal(code, words)
        return Receipt(outcome="unknown", reason=f"{self.target} answered the mail with {self._told(code, words)}")

    def _offered(self, smtp: Plain | Encrypted, parcel: Parcel) -> Receipt | None:
        """The envelope; None when the server waits for the mail itself."""
        size = len(parcel.message)
        if not parcel.recipient.isascii() or not parcel.sender.isascii():
            if not smtp.has_extn("smtputf8"):
                why = "the server takes no addresses beyond ASCII (it has no SMTPUTF8)"
                return Receipt(outcome="refused", reason=f"{self.target}: {why}")
            options = ["smtputf8", "body=8bitmime"]
        else:
            options = []
        most = smtp.esmtp_features.get("size", "")
        if most.isdigit() and 0 < int(most) < size:
            why = f"the mail has {size:,} bytes, and the server takes at most {int(most):,}"
            return Receipt(outcome="refused", reason=f"{self.target}: {why}")
        if smtp.has_extn("size"):
            options.append(f"size={size}")
        if not parcel.message.isascii() and options[:1] != ["smtputf8"]:
            if not smtp.has_extn("8bitmime"):
                why = "the mail has bytes above 127, and the server takes none (it has no 8BITMIME)"
                return Receipt(outcome="refused", reason=f"{self.target}: {why}")
            options.append("body=8bitmime")
        code, words = smtp.mail(parcel.sender, options)
        if code in _NOT_FROM_US:
            raise self._failed(f"takes no mail from {parcel.sender}: {self._told(code, words)}")
        if code == 250:
            code, words = smtp.rcpt(parcel.recipient)
        if code in (250, 251):
            return None
        return self._refusal(code, words)

    def _refusal(self, code: int, words: bytes) -> Receipt:
        """The server has said no, and waits for the next mail."""
        if code == 421 or not 400 <= code < 600:
            # It closes the connection, or is out of step.
            self._drop()
        elif self._smtp is not None:
            try:
                self._smtp.rset()
            except (OSError, smtplib.SMTPException):
                self._drop()
        return Receipt(outcome="refused" if 500 <= code < 600 else "pending", reason=self._told(code, words))

    def _connected(self) -> Plain | Encrypted:
        if self._smtp is not None and self._smtp.sock is not None:
            return self._smtp
        context = self._context()
        # Looked up first: a command may ask a person, and the server would wait.
        user, secret = self.mail.username, self._secret()
        try:
            smtp = self._greeted(context)
        except ssl.SSLCertVerificationError as error:
            raise self._failed(
                f"has no certificate that holds: {error.verify_message}",
                hint="is it the right host? [mail] ca_file names the certificate of a server of your own",
            ) from None
        except ssl.SSLError as error:
            why = told(error.reason or str(error))
            raise self._failed(f"cannot encrypt: {why}", hint='security = "starttls" or "tls"?') from None
        except smtplib.SMTPNotSupportedError:
            raise self._failed(
                "does not encrypt (it has no STARTTLS)",
                hint='say [mail] security = "tls", or "none" where everybody on the way may read the mails',
            ) from None
        except (OSError, smtplib.SMTPException) as error:
            raise self._lost(error) from None
        self._smtp = smtp
        if user is not None and secret is not None:
            self._log_in(smtp, user, secret)
        return smtp

    def _context(self) -> ssl.SSLContext | None:
        """What checks the server's certificate and name."""
        if self.mail.security == "none":
            return None
        if self.mail.ca_file is not None and not Path(self.mail.ca_file).is_file():
            raise ConfigError(f"there is no file {self.mail.ca_file}", hint="it is named by [mail] ca_file")
        try:
            return ssl.create_default_context(cafile=self.mail.ca_file)
        except ssl.SSLError as error:
            raise ConfigError(
                f"{self.mail.ca_file} holds no certificate: {error.reason}", hint="[mail] ca_file is a file in PEM"
            ) from error

    def _greeted(self, context: ssl.SSLContext | None) -> Plain | Encrypted:
        """A connection that is encrypted as it is to be, and knows what the server can do."""
        patience = self.mail.timeout
        smtp: Plain | Encrypted
        if self.mail.security == "tls" and context is not None:
            smtp = Encrypted(self.host, self.port, helo="", patience=patience, context=context)
        else:
            smtp = Plain(self.host, self.port, helo="", patience=patience)
        try:
            smtp.hurry()
            smtp.local_hostname = self.mail.helo or _own_name(smtp.sock)
            smtp.ehlo_or_helo_if_needed()
            if self.mail.security == "starttls" and context is not None:
                smtp.starttls(context=context)
                smtp.nothing_more()
                smtp.ehlo_or_helo_if_needed()
        except BaseException:
            smtp.close()
            raise
        return smtp

    def _secret(self) -> str | None:
        with _ASKING:
            if self.mail.token is not None:
                return self.mail.token.value("[mail] token")
            return self.mail.password.value("[mail] password") if self.mail.password is not None else None

    def _log_in(self, smtp: Plain | Encrypted, user: str, secret: str) -> None:
        both = f"user={user}\x01auth=Bearer {secret}\x01\x01"
        plain = f"\0{user}\0{secret}"
        self._secrets = (secret, *(base64.b64encode(t.encode()).decode() for t in (secret, both, plain)))
        if not both.isascii():
            self._drop()
            raise ConfigError(
                "user name and password must be ASCII to log in to a mail server", hint="see [mail] username"
            )
        try:
            if self.mail.token is None:
                smtp.login(user, secret)
            else:
                smtp.ehlo_or_helo_if_needed()
                # A challenge after the token is the server's error in words; an empty answer asks for its code.
                smtp.auth("XOAUTH2", lambda challenge=None: both if challenge is None else "")
        except smtplib.SMTPAuthenticationError as error:
            # Not chained: its text is the server's answer as it came.
            self._drop()
            words = self._told(error.smtp_code, error.smtp_error)
            raise self._failed(
                f"did not let {user} in: {words}",
                hint="check username and password; some providers want an application password, or a token",
                lasting=not 400 <= error.smtp_code < 500,
            ) from None
        except (smtplib.SMTPNotSupportedError, UnicodeError):
            self._drop()
            raise self._failed("offers no login", hint="leave [mail] username out, or try another port") from None
        except (OSError, smtplib.SMTPException) as error:
            raise self._lost(error) from None

    def _lost(self, error: Exception) -> DeliveryError:
        """The error of a server that was not reached, or went away before any mail."""
        self._drop()
        if isinstance(error, smtplib.SMTPResponseException):
            words = self._told(error.smtp_code, error.smtp_error)
            return self._failed(f"does not serve us: {words}", lasting=500 <= error.smtp_code < 600)
        if isinstance(error, socket.gaierror):
            return self._failed("is not known by that name", hint="check [mail] host, and the network", lasting=False)
        if isinstance(error, TimeoutError):
            return self._failed(f"did not answer within {self.mail.timeout:g} seconds", lasting=False)
        why = error.strerror if isinstance(error, OSError) and error.strerror else told(str(error), self._secrets)
        return self._failed(f"cannot be used: {why}", hint="check host, port and security under [mail]", lasting=False)

    def _failed(self, what: str, *, hint: str | None = None, lasting: bool = True) -> DeliveryError:
        return DeliveryError(f"the mail server {self.target} {what}", hint=hint, lasting=lasting)

    def _told(self, code: int, words: Any) -> str:
        return f"{code} {told(words, self._secrets)}"

    def _drop(self) -> None:
        if self._smtp is not None:
            self._smtp.close()
            self._smtp = None


def _own_name(connection: Any) -> str:
    """The machine's full name, else its address as RFC 5321 (4.1.3) writes it; no name server is asked."""
    name = socket.gethostname()
    if "." in name and name.isascii():
        return name
    address = connection.getsockname()[0]
    return f"[IPv6:{address}]" if ":" in address else f"[{address}]"
