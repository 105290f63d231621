"""What servers do to a page, with real servers: every trouble is a value and costs its own page alone."""

from __future__ import annotations

import gzip
import random
import time
import zlib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from website import Answer, Website, busy, moved, packed, page

from briefer.http import Limits
from briefer.model import Page, Skipped
from briefer.store.pages import Pages

Get = Callable[..., list[Page | Skipped]]
PAGE = page("The weir", "The weir at Vardo stayed shut.")
QUICK = Limits(seconds=0.6, bytes=200_000, patience=2.0)


def one(found: list[Page | Skipped]) -> Page:
    (only,) = found
    assert isinstance(only, Page), only
    return only


def trouble(found: list[Page | Skipped]) -> Skipped:
    (only,) = found
    assert isinstance(only, Skipped), only
    return only


def test_a_page_comes_with_its_bytes_type_and_validators(site: Website, get: Get, pages: Pages) -> None:
    site.put("/a", page("Å", "Vårdö.", charset="iso-8859-1", etag='"1"'))
    found = one(get(site.url("/a#top")))
    assert (found.asked, found.url, found.media_type, found.charset) == (
        site.url("/a"),
        site.url("/a"),
        "text/html",
        "iso-8859-1",
    )
    assert (found.etag, found.size) == ('"1"', len(pages.body(found.asked) or b""))
    assert "Vårdö".encode("iso-8859-1") in (pages.body(found.asked) or b"")
    assert site.asked("/a")[0].headers["user-agent"].startswith("briefer ")


def test_the_user_agent_can_be_ones_own(site: Website, get: Get) -> None:
    site.put("/a", PAGE)
    get(site.url("/a"), user_agent="Desk of Example/1.0")
    assert {request.headers["user-agent"] for request in site.requests} == {"Desk of Example/1.0"}


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (401, "forbidden"),
        (403, "forbidden"),
        (404, "not_found"),
        (410, "gone"),
        (451, "forbidden"),
        (500, "server_error"),
        (418, "refused"),
        (204, "refused"),
    ],
)
def test_an_answer_without_a_page_is_failed_with_its_status(site: Website, get: Get, status: int, code: str) -> None:
    site.put("/a", Answer(status=status))
    found = trouble(get(site.url("/a")))
    assert (found.outcome, found.code, found.url) == ("failed", code, site.url("/a"))
    assert f"HTTP {status}" in found.reason
    assert len(site.asked("/a")) == 1


def test_one_bad_page_stops_no_other(site: Website, get: Get) -> None:
    site.put("/good", PAGE)
    site.put("/hang", Answer(hang=True))
    site.put("/cut", Answer(body=b"x" * 100, cut_at=10))
    paths = ("/hang", "/good", "/cut", "/missing")
    found = get(*(site.url(path) for path in paths), limits=QUICK)
    assert [getattr(item, "code", "page") for item in found] == ["timeout", "page", "cut", "not_found"]


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_are_followed(site: Website, get: Get, status: int) -> None:
    site.put("/a", moved("b?x=1", status))
    site.put("/b?x=1", PAGE)
    found = one(get(site.url("/a")))
    assert (found.asked, found.url) == (site.url("/a"), site.url("/b?x=1"))


def test_five_redirects_are_followed_and_six_are_not(site: Website, get: Get) -> None:
    for i in range(6):
        site.put(f"/{i}", moved(f"/{i + 1}"))
    site.put("/6", PAGE)
    assert one(get(site.url("/1"))).url == site.url("/6")
    assert trouble(get(site.url("/0"))).code == "redirects"


def test_a_loop_ends(site: Website, get: Get) -> None:
    site.put("/a", moved("/b"))
    site.put("/b", moved("/a"))
    assert trouble(get(site.url("/a"))).code == "redirects"
    assert len(site.asked("/a")) + len(site.asked("/b")) == 6


@pytest.mark.parametrize(
    "target", ["ftp://news.example/x", "file:///etc/hostname", "http://:80/x", "http://[::1", "javascript:1"]
)
def test_a_redirect_to_what_is_no_page_is_failed(site: Website, get: Get, target: str) -> None:
    site.put("/a", moved(target))
    assert trouble(get(site.url("/a"))).code == "bad_address"


def test_a_session_that_is_begun_on_the_way_is_kept_for_its_page(site: Website, get: Get) -> None:
    def door(request: object) -> Answer:
        headers = getattr(request, "headers", {})
        return PAGE if "seen=1" in headers.get("cookie", "") else moved("/a", **{"set-cookie": "seen=1; Path=/"})

    site.put("/a", door)
    assert one(get(site.url("/a"))).url == site.url("/a")
    site.put("/b", PAGE)
    get(site.url("/b"))
    assert "cookie" not in site.asked("/b")[0].headers


def test_a_body_over_the_limit_is_skipped_before_it_is_read_whole(site: Website, get: Get) -> None:
    site.put("/said", Answer(headers={"content-length": "999999999"}, body=b"x"))
    site.put("/endless", Answer(body=b"word " * 1000, endless=True, headers={"content-type": "text/plain"}))
    found = get(site.url("/said"), site.url("/endless"))
    assert [(i.outcome, i.code) for i in found if isinstance(i, Skipped)] == [("skipped", "too_large")] * 2


def test_bombs_are_counted_by_what_comes_out(site: Website, get: Get) -> None:
    bomb = zlib.compress(b"\0" * 50_000_000, 9)
    site.put("/gzip", packed(b"\0" * 50_000_000))
    site.put("/deflate", Answer(body=bomb, headers={"content-encoding": "deflate"}))
    begun = time.monotonic()
    found = get(site.url("/gzip"), site.url("/deflate"))
    assert [getattr(item, "code", None) for item in found] == ["too_large", "too_large"]
    assert time.monotonic() - begun < 6


def test_transfer_packings_are_undone(site: Website, get: Get, pages: Pages) -> None:
    text = b"The weir at Vardo stayed shut. " * 3000
    raw = zlib.compressobj(wbits=-15)
    bodies = {
        "gzip": gzip.compress(text),
        "x-gzip": gzip.compress(text[:10]) + gzip.compress(text[10:]),
        "deflate": zlib.compress(text),
        "Deflate": raw.compress(text) + raw.flush(),
        "identity": text,
    }
    for name, body in bodies.items():
        site.put(f"/{name}", Answer(body=body, headers={"content-encoding": name}))
        one(get(site.url(f"/{name}")))
        assert pages.body(site.url(f"/{name}")) == text, name


def test_a_packing_that_is_broken_cut_or_unknown_is_failed(site: Website, get: Get) -> None:
    text = gzip.compress(b"The weir at Vardo stayed shut. " * 3000)
    site.put("/broken", Answer(body=b"\x1f\x8b" + b"nonsense" * 9, headers={"content-encoding": "gzip"}))
    site.put("/cut", Answer(body=text[:-20], unframed=True, headers={"content-encoding": "gzip"}))
    site.put("/unknown", Answer(body=text, headers={"content-encoding": "br"}))
    found = get(*(site.url(path) for path in ("/broken", "/cut", "/unknown")))
    assert [getattr(item, "code", None) for item in found] == ["undecodable", "cut", "undecodable"]


def test_slow_bodies_and_silent_servers_are_given_up(site: Website, get: Get) -> None:
    site.put("/drip", Answer(body=b"x" * 1000, drip=0.05))
    site.put("/hang", Answer(hang=True))
    begun = time.monotonic()
    found = get(site.url("/drip"), site.url("/hang"), limits=QUICK)
    assert [getattr(item, "code", None) for item in found] == ["timeout", "timeout"]
    assert time.monotonic() - begun < 6


def test_the_time_of_a_page_is_that_of_all_its_redirects(site: Website, get: Get) -> None:
    for i in range(4):
        site.put(f"/{i}", Answer(status=302, headers={"location": f"/{i + 1}"}, latency=0.25))
    site.put("/4", PAGE)
    assert trouble(get(site.url("/0"), limits=QUICK)).code == "timeout"


def test_a_cut_body_is_asked_for_again_and_then_failed(site: Website, get: Get) -> None:
    site.put("/once", Answer(body=b"x" * 1000, cut_at=10), PAGE)
    site.put("/always", Answer(body=b"x" * 1000, cut_at=10))
    found = get(site.url("/once"), site.url("/always"), limits=Limits(seconds=2.0, retries=1))
    assert [getattr(item, "code", "page") for item in found] == ["page", "cut"]
    assert [len(site.asked(path)) for path in ("/once", "/always")] == [2, 2]


def test_pictures_and_films_are_not_loaded(site: Website, get: Get) -> None:
    site.put("/film", Answer(body=b"x", endless=True, headers={"content-type": "video/mp4"}))
    found = trouble(get(site.url("/film")))
    assert (found.outcome, found.code) == ("skipped", "unknown_type")


def test_retry_after_is_waited_for_where_it_is_short(site: Website, get: Get) -> None:
    site.put("/a", busy(1), PAGE)
    begun = time.monotonic()
    one(get(site.url("/a")))
    assert 0.9 < time.monotonic() - begun < 6


def test_retry_after_parks_the_host_and_no_other(site: Website, get: Get) -> None:
    site.put("/a", busy(2), PAGE)
    site.put("/b", PAGE)
    at: dict[str, float] = {}

    def note(request: object) -> Answer:
        at[getattr(request, "host", "")] = time.monotonic()
        return PAGE

    for path in ("/c", "/d", "/e"):
        site.put(path, note)
    begun = time.monotonic()
    get(
        *(site.url(path) for path in ("/a", "/b", "/c", "/d", "/e")),
        *(site.url(path, host="other.example") for path in ("/c", "/d", "/e")),
    )
    assert at["other.example"] - begun < 1.5
    assert at["news.example"] - begun > 1.9


def test_a_long_retry_after_is_told_and_not_waited_for(site: Website, get: Get) -> None:
    site.put("/a", busy(900))
    later = datetime.now(UTC) + timedelta(hours=5)
    site.put("/b", busy(format_datetime(later, usegmt=True), status=503))
    begun = time.monotonic()
    first, second = get(site.url("/a"), site.url("/b", host="other.example"))
    assert time.monotonic() - begun < 6
    assert isinstance(first, Skipped)
    assert isinstance(second, Skipped)
    assert (first.code, second.code) == ("busy", "server_error")
    assert "15 minutes" in first.reason
    assert "5 hours" in second.reason


def test_a_host_gets_two_requests_at_once(site: Website, get: Get) -> None:
    for i in range(8):
        site.put(f"/{i}", Answer(body=b"x", latency=0.05))
    hosts = ("a.example", "b.example", "c.example")
    get(*(site.url(f"/{i}", host=host) for i in range(8) for host in hosts))
    assert [site.at_once[host] for host in hosts] == [2, 2, 2]


def test_a_delay_keeps_requests_to_a_host_apart(site: Website, get: Get) -> None:
    for i in range(4):
        site.put(f"/{i}", PAGE)
    begun = time.monotonic()
    get(*(site.url(f"/{i}") for i in range(4)), limits=Limits(delay=0.15))
    assert time.monotonic() - begun > 0.55


def test_an_address_is_asked_for_once_in_a_run(site: Website, get: Get) -> None:
    site.put("/a", PAGE)
    get(site.url("/a"), site.url("/a#x"), site.url("/a"))
    assert len(site.asked("/a")) == 1


@pytest.mark.parametrize(
    "address",
    [
        "http://",
        "http:///x",
        "ftp://a.example/",
        "https://a.example:99999/",
        "https://[::1/",
        "http://u:secret@a.example/",
    ],
)
def test_what_is_no_address_of_a_page_is_failed(get: Get, address: str) -> None:
    found = trouble(get(address))
    assert (found.outcome, found.code) == ("failed", "bad_address")
    assert "secret" not in f"{found.input}{found.reason}{found.url}"


def test_a_host_that_wants_to_be_left_alone_for_long_is_not_asked_again_in_the_run(site: Website, get: Get) -> None:
    for i in range(9):
        site.put(f"/{i}", busy(900))
    found = get(*(site.url(f"/{i}") for i in range(9)))
    assert {getattr(item, "code", None) for item in found} == {"busy"}
    assert sum(len(site.asked(f"/{i}")) for i in range(9)) <= 2


def test_addresses_of_all_sorts_of_nonsense_are_values_too(get: Get) -> None:
    async def nowhere(host: str, port: int) -> list[str]:
        raise OSError(f"no address for {host}:{port}")

    chance = random.Random(5)
    seeds = (
        *("http://a.example/x", "https://a.example:80/?q=1", "http://[::1]/", "http://xn--a.example/", "//a.example"),
        *("http://bücher.example/ü?ö=ä", "http://a..b/", "http://a.example/%zz", "http://[::ffff:1.2.3.4]/", "http:a"),
        *("http://\u202e.example/", "http://a_b.example/", "http://a.example\\@b.example/", "http://a%00.example/"),
        *("http://" + "a" * 80 + ".example/", "http://a.example/\x01", "http://-a.example/", "http://☃.example/"),
    )
    made = set(seeds)
    for _ in range(600):
        letters = list(chance.choice(seeds))
        for _ in range(chance.randint(1, 4)):
            place = chance.randrange(len(letters) + 1)
            letters[place : place + chance.randint(0, 2)] = [chance.choice("[]@:/\\?#%\x00\t\n é☃\u202e.-_1a\ud800")]
        made.add("".join(letters))
    found = get(*made, resolve=nowhere, limits=Limits(seconds=1, retries=0))
    assert {item.code for item in found if isinstance(item, Skipped)} == {"bad_address", "unreachable"}
    assert not [item for item in found if isinstance(item, Page)]


def test_answers_of_all_sorts_of_nonsense_are_values_too(site: Website, get: Get) -> None:
    chance = random.Random(7)
    whole = (
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Encoding: gzip\r\nTransfer-Encoding: "
        b"chunked\r\nLocation: /x\r\nSet-Cookie: a=b; Path=/\r\nRetry-After: 0\r\n\r\n5\r\nhello\r\n0\r\n\r\n"
    )
    odd = [
        b"",
        b"\0" * 5000,
        b"HTTP/9.9 -1 \r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
        b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 50_000 + b"\r\n",
        b"HTTP/1.1 100 Continue\r\n\r\n" * 2000,
        b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n",
        b"HTTP/1.1 302 Found\r\nLocation: \xff\xfe\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n",
        b"HTTP/1.1 200 OK\r\nSet-Cookie: \xff=\x01; Expires=never; Domain=..\r\nContent-Length: 1\r\n\r\nx",
    ]
    for _ in range(60):
        data = bytearray(whole)
        for _ in range(chance.randint(1, 5)):
            place = chance.randrange(len(data))
            data[place : place + chance.randint(0, 3)] = chance.randbytes(chance.randint(0, 3))
        odd.append(bytes(data))
    for i, raw in enumerate(odd):
        site.put(f"/{i}", Answer(raw=raw))
    found = get(
        *(site.url(f"/{i}", host=f"h{i}.example") for i in range(len(odd))), limits=Limits(seconds=1, retries=0)
    )
    assert len(found) == len(odd)
    assert all(isinstance(item, Page) or (item.outcome in ("failed", "skipped") and item.reason) for item in found)


def test_many_large_pages_wait_for_each_other_and_all_come(site: Website, get: Get) -> None:
    site.put("/large", Answer(body=b"x" * 3_000_000, headers={"content-type": "text/plain"}))
    urls = [site.url("/large", host=f"h{i}.example") for i in range(30)]
    found = get(*urls, limits=Limits(seconds=10))
    assert [item.size for item in found if isinstance(item, Page)] == [3_000_000] * 30
