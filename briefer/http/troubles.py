"""What went wrong with a page, as a word for programs and a sentence for people."""

from __future__ import annotations

import asyncio
import ssl
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Literal, NamedTuple

import httpcore2
import httpx2

from briefer.http.connect import NoAddressError, RefusedAddressError
from briefer.http.decoding import BrokenEncodingError


class Trouble(NamedTuple):
    """Why there is no page."""

    code: str
    reason: str
    outcome: Literal["skipped", "failed"] = "failed"
    #: Seconds after which another try makes sense; None: it does not.
    again: float | None = None


class TooLargeError(Exception):
    """A body over the limit."""


class CutError(Exception):
    """A body that ends too early."""


#: What a status says of a page, in words.
_STATUSES = {
    401: ("forbidden", "the server wants a sign-in (HTTP 401); headers or cookies for the host belong in [web.host]"),
    402: ("forbidden", "the server wants to be paid (HTTP 402)"),
    403: ("forbidden", "the server refuses it (HTTP 403)"),
    404: ("not_found", "there is no such page (HTTP 404)"),
    407: ("unreachable", "the proxy wants a sign-in (HTTP 407)"),
    410: ("gone", "the page is gone for good (HTTP 410)"),
    451: ("forbidden", "the page is withheld for legal reasons (HTTP 451)"),
}
#: Worth another try after so many seconds, where the server names none.
_MOMENTARY = {429: 2.0, 502: 1.0, 503: 2.0, 504: 1.0}


def of_status(status: int, retry_after: str | None, now: datetime) -> Trouble:
    """What an answer without a page means."""
    if status in _STATUSES:
        return Trouble(*_STATUSES[status])
    again = _MOMENTARY.get(status)
    asked = _seconds(retry_after, now)
    if status in (429, 503) and asked is not None:
        again = asked
    later = f", and asks to come back in {_time(asked)}" if asked else ""
    if status == 429:
        return Trouble("busy", f"the server is asked too much (HTTP 429){later}", again=again)
    if status >= 500:
        return Trouble("server_error", f"the server has a problem of its own (HTTP {status}){later}", again=again)
    return Trouble("refused", f"the server answered with HTTP {status} and no page")


def of_error(error: BaseException, host: str, seconds: float, size: int) -> Trouble | None:
    """What an exception means; None for one that is no trouble of a page's."""
    match error:
        case RefusedAddressError():
            what = "this machine or a private network"
            hint = "--allow-private lets it through"
            return Trouble("private_address", f"{error.host} leads to {what} ({error.address}); {hint}")
        case NoAddressError():
            return Trouble("unreachable", f"the name {host} has no address")
        case TooLargeError():
            reason = f"it is larger than {size // 1024 // 1024} MiB; no news article is"
            return Trouble("too_large", reason, "skipped")
        case CutError():
            return Trouble("cut", "the answer breaks off before its end", again=0.3)
        case BrokenEncodingError():
            return Trouble("undecodable", str(error))
        case TimeoutError() | asyncio.CancelledError() | httpcore2.TimeoutException() | httpx2.TimeoutException():
            return Trouble("timeout", f"{host} took longer than {seconds:g} seconds")
    if (certificate := _certificate(error)) is not None:
        return Trouble("certificate", f"the certificate of {host} is not good: {certificate}")
    match error:
        case httpx2.RemoteProtocolError() | httpx2.ReadError():
            return Trouble("cut", f"{host} broke off its answer", again=0.3)
        case httpx2.ConnectError() | httpx2.NetworkError():
            return Trouble("unreachable", f"{host} cannot be reached ({_plain(error)})", again=0.3)
        case UnicodeError():
            return Trouble("bad_address", f"the name {host} cannot be one")
        case httpx2.HTTPError() | httpx2.InvalidURL() | httpx2.StreamError():
            return Trouble("unreachable", f"{host} cannot be asked ({_plain(error)})")
    return None


def _certificate(error: BaseException) -> str | None:
    """What is wrong with the server's certificate, where that was it."""
    seen: BaseException | None = error
    while seen is not None:
        if isinstance(seen, ssl.SSLCertVerificationError):
            return seen.verify_message or str(seen)
        if isinstance(seen, ssl.SSLError):
            return (seen.reason or str(seen)).lower().replace("_", " ")
        seen = seen.__cause__ or seen.__context__
    return None


def _plain(error: BaseException) -> str:
    said = " ".join(str(error).split())
    return said[:200] or type(error).__name__


def _seconds(retry_after: str | None, now: datetime) -> float | None:
    """`Retry-After` in seconds (RFC 9110, section 10.2.3)."""
    if not retry_after:
        return None
    said = retry_after.strip()
    if said.isascii() and said.isdigit():
        return float(said[:9])
    try:
        moment = parsedate_to_datetime(said)
    except (TypeError, ValueError):
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (moment - now).total_seconds())


def _time(seconds: float) -> str:
    if seconds < 120:
        return f"{seconds:.0f} seconds"
    return f"{seconds / 60:.0f} minutes" if seconds < 7200 else f"{seconds / 3600:.0f} hours"
