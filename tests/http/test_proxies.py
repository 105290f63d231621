"""Behind a proxy: pages and the model's server are asked through what the environment names, and nothing else is."""

from __future__ import annotations

import asyncio
import json
import os
import ssl
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import trustme
from fake_server import FakeServer, first_sentences
from proxy import Proxy
from website import Website, moved, page

from briefer.config import EngineSettings
from briefer.pipeline import model_server, try_model

TEXT = "The weir at Vardo stayed shut on Monday, and the ferry to Aune waited below it for the whole morning. " * 2


@pytest.fixture
def proxy() -> Iterator[Proxy]:
    with Proxy() as running:
        yield running


@pytest.fixture
def certificate(tmp_path: Path) -> tuple[ssl.SSLContext, Path]:
    """What a server shows, and the file of whoever signed it."""
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("news.example", "model.example").configure_cert(context)
    path = tmp_path / "authority.pem"
    authority.cert_pem.write_to_path(str(path))
    return context, path


def briefer(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """A command with these variables and no other proxy's."""
    usual = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
    return subprocess.run(
        [sys.executable, "-m", "briefer", *arguments],
        env={**usual, "BRIEFER_STORE": str(folder / "store.db"), "HOME": str(folder), **environment},
        cwd=folder,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def titles(result: subprocess.CompletedProcess[str]) -> list[str]:
    """The titles of the rows that `read --format json` prints."""
    return [json.loads(line)["title"] for line in result.stdout.splitlines()]


def test_pages_come_through_the_proxy_and_others_past_it(tmp_path: Path, site: Website, proxy: Proxy) -> None:
    site.put("/far", page("Far", TEXT))
    site.put("/near", page("Near", f"{TEXT} The harbour office said so."))
    far, near = f"http://news.example:{site.port}", f"http://127.0.0.1:{site.port}"
    addresses = [f"{far}/far", f"{near}/near"]
    result = briefer(
        tmp_path,
        "read",
        *addresses,
        "--allow-private",
        "--format",
        "json",
        HTTP_PROXY=proxy.url,
        NO_PROXY="127.0.0.1,intranet.example",
    )
    assert titles(result) == ["Far", "Near"], result.stderr
    assert proxy.asked == [f"GET {far}/robots.txt", f"GET {far}/far"]


def test_private_addresses_are_not_asked_for_through_a_proxy_either(
    tmp_path: Path, site: Website, proxy: Proxy
) -> None:
    addresses = [f"http://{host}:{site.port}/a" for host in ("127.0.0.1", "10.0.0.7", "169.254.169.254", "intranet")]
    result = briefer(tmp_path, "read", *addresses, HTTP_PROXY=proxy.url)
    assert result.returncode != 0
    assert result.stderr.count("failed http://") == 4
    assert proxy.asked == []
    assert site.requests == []
    site.put("/led", moved("http://169.254.169.254/latest"))
    result = briefer(tmp_path, "read", f"http://news.example:{site.port}/led", HTTP_PROXY=proxy.url)
    assert result.returncode == 1
    assert [asked.rpartition("/")[2] for asked in proxy.asked] == ["robots.txt", "led"]


def test_encrypted_pages_come_through_a_tunnel_and_are_trusted_by_the_file_that_is_named(
    tmp_path: Path, proxy: Proxy, certificate: tuple[ssl.SSLContext, Path]
) -> None:
    context, authority = certificate
    with Website(tls=context) as site:
        site.put("/a", page("Safe", TEXT))
        address = site.url("/a")
        refused = briefer(tmp_path, "read", address, HTTPS_PROXY=proxy.url)
        assert refused.returncode == 1
        assert "certificate" in refused.stderr
        assert site.requests == []
        result = briefer(
            tmp_path, "read", address, "--format", "json", HTTPS_PROXY=proxy.url, SSL_CERT_FILE=str(authority)
        )
        assert titles(result) == ["Safe"], result.stderr
        assert set(proxy.asked) == {f"CONNECT news.example:{site.port}"}


def test_a_proxy_that_wants_a_sign_in_gets_it_and_nobody_else_does(tmp_path: Path, site: Website) -> None:
    site.put("/a", page("Far", TEXT))
    with Proxy(sign_in="ann:s3cret") as proxy:
        address = f"http://news.example:{site.port}/a"
        refused = briefer(tmp_path, "read", address, HTTP_PROXY=proxy.url)
        assert "the proxy wants a sign-in" in refused.stderr
        known = proxy.url.replace("://", "://ann:s3cret@")
        result = briefer(tmp_path, "read", address, "--format", "json", HTTP_PROXY=known)
        assert titles(result) == ["Far"], result.stderr
        assert "s3cret" not in result.stdout + result.stderr
    assert not any("proxy-authorization" in request.headers for request in site.requests)


def test_the_model_is_asked_through_the_proxy(
    tmp_path: Path, proxy: Proxy, certificate: tuple[ssl.SSLContext, Path]
) -> None:
    context, authority = certificate
    (tmp_path / "article.txt").write_text(TEXT, encoding="utf-8")
    with FakeServer(models=("small",), tls=context) as server:
        server.reply = first_sentences
        address = f"https://model.example:{server.port}/v1"
        options = ["--model", "small", "--base-url", address, "--no-cache", "-o", "brief.md"]
        result = briefer(
            tmp_path, "brief", "article.txt", *options, HTTPS_PROXY=proxy.url, SSL_CERT_FILE=str(authority)
        )
        assert result.returncode == 0, result.stderr
        assert server.requests
        assert set(proxy.asked) == {f"CONNECT model.example:{server.port}"}


@pytest.mark.parametrize(("excepted", "through"), [("127.0.0.1", False), ("intranet.example", True)])
def test_a_model_that_is_excepted_is_asked_past_the_proxy(
    proxy: Proxy, monkeypatch: pytest.MonkeyPatch, excepted: str, through: bool
) -> None:
    monkeypatch.setenv("HTTP_PROXY", proxy.url)
    monkeypatch.setenv("NO_PROXY", excepted)
    with FakeServer(models=("small",)) as server:
        server.reply = lambda _: {"sentence": "I am ready."}
        asked = model_server(EngineSettings(model="small", base_url=server.url))
        assert asyncio.run(try_model(asked, note=print)).text == '{"sentence": "I am ready."}'
        assert server.requests
    assert bool(proxy.asked) == through
