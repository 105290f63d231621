"""Where a pasted link may not lead, who may receive a secret, and what sites forbid."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterator

import pytest
import trustme
from website import Answer, Website, moved, page

from briefer.http import canonical, connect, is_public
from briefer.model import Page, Skipped
from briefer.store.pages import Pages

Get = Callable[..., list[Page | Skipped]]
PAGE = page("The weir", "The weir at Vardo stayed shut.")


def code(found: list[Page | Skipped]) -> str:
    return found[0].code if isinstance(found[0], Skipped) else "page"


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "127.9.9.9", "0.0.0.0", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1"),  # noqa: S104
        *("169.254.169.254", "100.64.0.1", "100.100.100.200", "168.63.129.16", "192.0.0.192", "198.18.0.1"),
        *("192.0.2.1", "198.51.100.1", "203.0.113.1", "224.0.0.1", "240.0.0.1", "255.255.255.255"),
        *("::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "fd00:ec2::254", "fec0::1", "ff02::1", "2001:db8::1"),
        *("::ffff:127.0.0.1", "::ffff:8.8.8.8", "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b:1::808:808"),
        *("2002:7f00:1::1", "2001:0:4136:e378:8000:63bf:3fff:fdd2", "fe80::5efe:10.0.0.1", "100::1", "3fff::1"),
        *("", "localhost", "1.2.3", "0x7f.1", "2130706433"),
    ],
)
def test_what_is_not_the_public_internet(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    "address",
    ["93.184.215.14", "172.32.0.1", "100.128.0.1", "192.0.1.1", "2a00:1450::1", "2606:2800::1", "64:ff9b::808:808"],
)
def test_what_is(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "intranet.example", "[::1]", "2130706433", "0x7f.0.0.1"])
def test_this_machine_is_not_asked(site: Website, get: Get, host: str) -> None:
    site.put("/a", PAGE)

    async def resolve(name: str, port: int) -> list[str]:
        return ["::1"] if ":" in name else ["127.0.0.1"]

    (found,) = get(site.url("/a", host=host), allow_private=False, resolve=resolve)
    assert isinstance(found, Skipped)
    assert (found.outcome, found.code) == ("failed", "private_address")
    assert "--allow-private" in found.reason
    assert site.requests == []


def test_this_machine_is_asked_where_that_is_allowed(site: Website, get: Get) -> None:
    site.put("/a", PAGE)
    assert code(get(site.url("/a", host="localhost"), allow_private=True)) == "page"


def test_a_redirect_to_a_private_address_is_refused(site: Website, get: Get, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connect, "is_public", lambda address: address == "127.0.0.1")
    with Website() as inside:
        inside.put("/secret", PAGE)

        async def resolve(host: str, port: int) -> list[str]:
            return ["10.0.0.7"] if host == "inside.example" else await site.resolve(host, port)

        site.put("/name", moved(inside.url("/secret", host="inside.example")))
        site.put("/number", moved(inside.url("/secret", host="10.0.0.7")))
        site.put("/fine", moved(inside.url("/secret", host="other.example")))
        found = get(*(site.url(p) for p in ("/name", "/number", "/fine")), allow_private=False, resolve=resolve)
        assert [getattr(item, "code", "page") for item in found] == ["private_address", "private_address", "page"]


def test_a_name_is_looked_up_once_for_a_connection(site: Website, get: Get, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that answers otherwise the second time (DNS rebinding) gains nothing."""
    monkeypatch.setattr(connect, "is_public", lambda address: address == "127.0.0.1")
    asked: list[str] = []

    async def resolve(host: str, port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["192.168.0.1"]

    site.put("/robots.txt", Answer(status=404, headers={"connection": "close"}))
    site.put("/a", PAGE)
    assert code(get(site.url("/a"), allow_private=False, resolve=resolve)) == "private_address"
    assert len(asked) == 2


def test_of_several_addresses_a_public_one_is_taken(site: Website, get: Get, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connect, "is_public", lambda address: address == "127.0.0.1")

    async def resolve(host: str, port: int) -> list[str]:
        return ["10.0.0.1", "127.0.0.1"]

    site.put("/a", PAGE)
    assert code(get(site.url("/a"), allow_private=False, resolve=resolve)) == "page"


def test_a_name_without_an_address_and_a_closed_port_are_failed(site: Website, get: Get) -> None:
    async def nowhere(host: str, port: int) -> list[str]:
        raise OSError(f"no address for {host}:{port}")

    found = get(site.url("/a"), resolve=nowhere)
    assert code(found) == "unreachable"
    assert isinstance(found[0], Skipped)
    assert "has no address" in found[0].reason
    assert code(get("http://127.0.0.1:9/a")) == "unreachable"


@pytest.fixture
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def safe_site(authority: trustme.CA) -> Iterator[Website]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("news.example").configure_cert(context)
    with Website(tls=context) as running:
        running.put("/a", PAGE)
        yield running


def test_certificates_are_checked_against_the_name_in_the_address(
    safe_site: Website, authority: trustme.CA, get: Get
) -> None:
    trusting = ssl.create_default_context()
    authority.configure_trust(trusting)
    assert code(get(safe_site.url("/a"), tls=trusting, resolve=safe_site.resolve)) == "page"
    (other,) = get(safe_site.url("/a", host="other.example"), tls=trusting, resolve=safe_site.resolve)
    assert isinstance(other, Skipped)
    assert other.code == "certificate"
    assert "other.example" in other.reason


def test_an_unknown_authority_is_not_trusted(safe_site: Website, get: Get) -> None:
    found = get(safe_site.url("/a"), tls=ssl.create_default_context(), resolve=safe_site.resolve)
    assert code(found) == "certificate"
    assert safe_site.requests == []


def test_one_address_with_two_names_gets_two_certificates_checked(
    safe_site: Website, authority: trustme.CA, get: Get
) -> None:
    """A connection that is open for one name is not used for another on the same machine."""
    trusting = ssl.create_default_context()
    authority.configure_trust(trusting)
    urls = (safe_site.url("/a"), safe_site.url("/a", host="other.example"))
    found = get(*urls, tls=trusting, resolve=safe_site.resolve)
    assert [getattr(item, "code", "page") for item in found] == ["page", "certificate"]


def test_headers_for_a_host_go_to_that_host_alone(site: Website, get: Get) -> None:
    site.put("/a", moved(site.url("/b", host="other.example")), host="news.example")
    site.put("/b", moved(site.url("/c", host="news.example")), host="other.example")
    site.put("/c", PAGE)
    calls: list[int] = []

    def secret() -> dict[str, str]:
        calls.append(1)
        return {"authorization": "Bearer hidden", "cookie": "subscriber=7"}

    assert code(get(site.url("/a"), headers={"news.example": secret})) == "page"
    sent = {path: site.asked(path)[0].headers.get("authorization") for path in ("/a", "/b", "/c")}
    assert sent == {"/a": "Bearer hidden", "/b": None, "/c": "Bearer hidden"}
    assert site.asked("/b")[0].headers.get("cookie") is None
    assert len(calls) == 1


def test_a_cookie_of_ones_own_and_one_of_the_site_go_together(site: Website, get: Get) -> None:
    site.put("/a", moved("/b", **{"set-cookie": "session=1; Path=/"}))
    site.put("/b", PAGE)
    get(site.url("/a"), headers={"news.example": lambda: {"cookie": "subscriber=7"}})
    assert site.asked("/b")[0].headers["cookie"] == "subscriber=7; session=1"


def test_a_secret_does_not_follow_to_an_open_connection(
    safe_site: Website, authority: trustme.CA, site: Website, get: Get
) -> None:
    trusting = ssl.create_default_context()
    authority.configure_trust(trusting)
    safe_site.put("/a", moved(site.url("/b")))
    site.put("/b", PAGE)
    headers = {"news.example": lambda: {"authorization": "Bearer hidden"}}
    assert code(get(safe_site.url("/a"), tls=trusting, headers=headers)) == "page"
    assert safe_site.asked("/a")[0].headers["authorization"] == "Bearer hidden"
    assert "authorization" not in site.asked("/b")[0].headers


def test_robots_txt_is_asked_once_and_kept_to(site: Website, get: Get) -> None:
    site.put("/robots.txt", Answer(body=b"User-agent: *\nDisallow: /closed\n\nUser-agent: briefer\nDisallow: /own\n"))
    for path in ("/open", "/closed/x", "/own/x"):
        site.put(path, PAGE)
    found = get(*(site.url(path) for path in ("/open", "/closed/x", "/own/x")))
    assert [getattr(item, "code", "page") for item in found] == ["page", "page", "robots"]
    assert isinstance(found[2], Skipped)
    assert found[2].outcome == "skipped"
    assert len(site.asked("/robots.txt")) == 1
    assert site.asked("/own/x") == []


def test_robots_txt_of_the_host_that_a_redirect_leads_to_counts(site: Website, get: Get) -> None:
    site.put("/robots.txt", Answer(body=b"User-agent: *\nDisallow: /\n"), host="closed.example")
    site.put("/a", moved(site.url("/b", host="closed.example")))
    site.put("/b", PAGE)
    assert code(get(site.url("/a"))) == "robots"
    assert site.asked("/b") == []


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (Answer(status=404), "page"),
        (Answer(status=403), "page"),
        (Answer(body=b"x" * 700_000), "page"),
        (Answer(body=b"\xff\xfe\x00 no sense at all"), "page"),
        (Answer(status=500), "server_error"),
        (Answer(hang=True), "timeout"),
    ],
)
def test_a_robots_txt_that_is_missing_allows_and_one_that_cannot_be_had_forbids(
    site: Website, get: Get, answer: Answer, expected: str
) -> None:
    from briefer.http import Limits

    site.put("/robots.txt", answer)
    site.put("/a", PAGE)
    assert code(get(site.url("/a"), limits=Limits(seconds=0.5, retries=0))) == expected


def test_a_crawl_delay_is_kept(site: Website, get: Get) -> None:
    import time

    site.put("/robots.txt", Answer(body=b"User-agent: *\nCrawl-delay: 0.2\n"))
    for i in range(4):
        site.put(f"/{i}", PAGE)
    begun = time.monotonic()
    get(*(site.url(f"/{i}") for i in range(4)))
    assert time.monotonic() - begun > 0.5


def test_a_proxy_of_the_environment_is_used_and_private_names_are_refused_all_the_same(
    site: Website, get: Get, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{site.port}")
    monkeypatch.setenv("no_proxy", "")
    site.put("http://far.example/a", PAGE)
    assert code(get("http://far.example/a", allow_private=False)) == "page"
    assert code(get("http://169.254.169.254/a", allow_private=False)) == "private_address"
    assert code(get("http://intranet/a", allow_private=False)) == "private_address"
    assert [request.path for request in site.requests] == ["http://far.example/robots.txt", "http://far.example/a"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://News.Example:80/a?utm_source=x#top", "https://news.example/a"),
        ("https://news.example", "https://news.example/"),
        ("https://news.example/a?id=1&fbclid=2&utm_medium=y", "https://news.example/a?id=1"),
        ("https://bücher.example/a", "https://xn--bcher-kva.example/a"),
        ("https://news.example:8443/a", "http://news.example:8443/a"),
    ],
)
def test_one_page_has_one_canonical_address(one: str, other: str) -> None:
    assert canonical(one) == canonical(other)


@pytest.mark.parametrize("other", ["https://news.example/b", "https://news.example/a?id=2", "https://news.example/A"])
def test_other_pages_have_others(other: str) -> None:
    assert canonical("https://news.example/a?id=1") != canonical(other)


def test_what_is_no_address_is_its_own_canonical_form() -> None:
    assert [canonical(x) for x in ("", "mailto:a@b.example", "http://[::1", " x ")] == [
        "",
        "mailto:a@b.example",
        "http://[::1",
        "x",
    ]


def test_pages_is_a_shelf(pages: Pages) -> None:
    from briefer.model import Shelf

    shelf: Shelf = pages
    assert shelf.page("https://news.example/") is None
