"""Which addresses a program may ask for somebody who only pasted a link: those of the public internet."""

from __future__ import annotations

import ipaddress
from contextlib import suppress
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

_Address = ipaddress.IPv4Address | ipaddress.IPv6Address

#: Special ranges of https://www.iana.org/assignments/iana-ipv4-special-registry that are not the public internet,
#: written out because what `ipaddress` calls global has changed between versions of Python; and 168.63.129.16,
#: through which Azure answers its virtual machines.
_CLOSED_4 = tuple(
    ipaddress.IPv4Network(network)
    for network in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "168.63.129.16/32",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.88.99.0/24",
        "192.168.0.0/16",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/3",
    )
)
#: Only 2000::/3 is handed out; within it these are special: https://www.iana.org/assignments/iana-ipv6-special-registry
_OPEN_6 = ipaddress.IPv6Network("2000::/3")
_CLOSED_6 = tuple(
    ipaddress.IPv6Network(network)
    for network in ("2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20")
)
#: How a network without IPv4 reaches it (RFC 6052): as good as the address inside. No other form with an IPv4
#: address inside is let through.
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")

#: Query parameters that tell who sent a reader, and nothing about the page.
_TRACKING = frozenset(
    ("fbclid", "gclid", "dclid", "msclkid", "igshid", "mc_cid", "mc_eid", "yclid", "ref_src", "cmpid", "xtor")
)
_PORTS = {"http": 80, "https": 443}


def is_public(address: str) -> bool:
    """Whether this IP address belongs to the public internet; False for what is no address."""
    try:
        found: _Address = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv6Address) and found in _NAT64:
        found = ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)
    if isinstance(found, ipaddress.IPv4Address):
        return not any(found in network for network in _CLOSED_4)
    return found in _OPEN_6 and not any(found in network for network in _CLOSED_6)


def canonical(url: str) -> str:
    """The address under which a page is known: no fragment, no tracking, no difference of scheme, case or port.

    The result is a key and not for fetching. What cannot be taken apart comes back as it is.
    """
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError:
        return url.strip()
    if parts.scheme.lower() not in _PORTS or not parts.hostname:
        return url.strip()
    host = parts.hostname.rstrip(".")
    # The names that browsers send; what cannot be one stays.
    with suppress(UnicodeError):
        host = host.encode("idna").decode("ascii") if not host.isascii() else host
    host = f"[{host}]" if ":" in host else host
    if port is not None and port != _PORTS[parts.scheme.lower()]:
        host = f"{host}:{port}"
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    kept = [(key, value) for key, value in pairs if not (key.startswith("utm_") or key.lower() in _TRACKING)]
    query = parts.query if len(kept) == len(pairs) else urlencode(kept)
    return urlunsplit(("https", host, parts.path or "/", query, ""))
