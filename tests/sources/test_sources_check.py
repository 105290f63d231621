"""Sources of a configuration: what they say, how they fare over time, and which have gone quiet."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result
from website import Answer, Website, page

from briefer import config
from briefer.cli import app
from briefer.config import HostSettings, Secret, SourceSettings
from briefer.errors import ConfigError
from briefer.gather import Fetching
from briefer.http import Limits, WebSettings
from briefer.model import Document, Skipped
from briefer.pipeline import Briefer
from briefer.pipeline.sources import Health, check_sources, open_sources, web_settings
from briefer.sources.health import longest_pause, quiet_for
from briefer.store import Store
from briefer.store.pages import Pages

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
TEXT = "The weir at Vardo stayed shut on Monday, and the ferry to Aune waited below it for the whole morning. " * 2


def load(folder: Path, text: str) -> config.Settings:
    (folder / "briefer.toml").write_text(text, encoding="utf-8")
    return config.load(folder / "briefer.toml")


def rss(*dates: datetime) -> Answer:
    items = "".join(
        f"<item><title>{i}</title><link>/{i}</link><pubDate>{at:%a, %d %b %Y %H:%M:%S +0000}</pubDate></item>"
        for i, at in enumerate(dates)
    )
    body = f"<rss version='2.0'><channel><title>T</title>{items}</channel></rss>"
    return Answer(body=body.encode(), headers={"content-type": "application/rss+xml"})


@pytest.fixture
def pages(tmp_path: Path) -> Iterator[Pages]:
    with Store(tmp_path / "store.db") as store:
        yield Pages(store)


Check = Callable[..., Health]


@pytest.fixture
def check(site: Website, pages: Pages) -> Check:
    """How one source fares, seen at a moment."""
    limits = Limits(seconds=1.0, retries=0)

    def checked(kind: str, place: str, *, now: datetime = NOW, **more: object) -> Health:
        source = SourceSettings(kind=kind, place=place, name="It", **more)  # type: ignore[arg-type]
        fetching = Fetching(settings=WebSettings(allow_private=True, limits=limits), resolve=site.resolve)
        (found,) = check_sources([source], pages, fetching=fetching, now=now)
        return found

    return checked


def test_a_feed_that_fares_well(site: Website, check: Check) -> None:
    site.put("/feed", rss(*(NOW - timedelta(hours=6 * i + 1) for i in range(8))))
    found = check("feed", site.url("/feed"))
    assert (found.items, found.newest, found.error, found.quiet) == (8, NOW - timedelta(hours=1), None, None)


def test_errors_come_with_the_last_success(site: Website, check: Check) -> None:
    site.put("/feed", rss(NOW), Answer(status=500), Answer(status=410))
    check("feed", site.url("/feed"))
    for day in (1, 2):
        found = check("feed", site.url("/feed"), now=NOW + timedelta(days=day))
        assert found.error is not None
        assert "HTTP" in found.error
        assert found.last_success == NOW


def test_a_damaged_feed_says_what_is_wrong(site: Website, check: Check) -> None:
    site.put("/feed", Answer(body=rss(NOW).body.replace(b"</title><link>", b"</titel><link>", 1)))
    found = check("feed", site.url("/feed"))
    assert found.error is None
    assert "not well-formed" in found.problems[0]


def test_a_source_that_has_gone_quiet_is_found_by_its_own_rhythm(site: Website, check: Check) -> None:
    site.put("/feed", rss(*(NOW - timedelta(hours=8 * i) for i in range(10))))
    assert check("feed", site.url("/feed")).quiet is None
    later = check("feed", site.url("/feed"), now=NOW + timedelta(days=4))
    assert later.quiet == (timedelta(days=4), timedelta(hours=36))


def test_ones_own_word_on_what_is_normal_counts(site: Website, check: Check) -> None:
    site.put("/feed", rss(NOW - timedelta(days=3)))
    assert check("feed", site.url("/feed")).quiet is None
    assert check("feed", site.url("/feed"), quiet_after=2).quiet == (timedelta(days=3), timedelta(days=2))
    assert check("feed", site.url("/feed"), quiet_after=30).quiet is None


def test_dates_of_earlier_visits_count_where_a_feed_shows_few(site: Website, check: Check) -> None:
    site.put("/feed", *(rss(NOW + timedelta(days=i)) for i in range(6)))
    for day in range(6):
        assert check("feed", site.url("/feed"), now=NOW + timedelta(days=day, hours=1)).quiet is None
    assert check("feed", site.url("/feed"), now=NOW + timedelta(days=9)).quiet is not None


def test_pages_lists_and_files(site: Website, check: Check, tmp_path: Path) -> None:
    site.put("/a", page("A", TEXT))
    site.put("/one", rss(NOW, NOW))
    site.put("/old", rss(*(NOW - timedelta(days=30, hours=i) for i in range(6))))
    opml = '<opml version="2.0"><body><outline title="One" xmlUrl="/one"/><outline title="Gone" xmlUrl="/gone"/><outline title="Old" xmlUrl="/old"/></body></opml>'
    site.put("/list", Answer(body=opml.encode(), headers={"content-type": "text/xml"}))
    (tmp_path / "texts").mkdir()
    for name in ("a.txt", "b.txt"):
        (tmp_path / "texts" / name).write_text(TEXT)
    assert check("url", site.url("/a")).items == 1
    assert check("url", site.url("/one")).items == 2
    listed = check("opml", site.url("/list"))
    assert (listed.items, listed.error) == (8, None)
    assert listed.problems == ("Gone: there is no such page (HTTP 404)", "Old: nothing new for 30 days")
    assert check("files", str(tmp_path / "texts")).items == 2
    assert check("files", str(tmp_path / "gone.txt")).error == "there is no such file or folder"


def test_a_mailbox_without_a_password_or_a_server_is_told_and_stops_nothing(
    check: Check, monkeypatch: pytest.MonkeyPatch
) -> None:
    place, password = "imap://desk@127.0.0.1:9/INBOX", Secret(env="EXAMPLE_MAIL")
    monkeypatch.delenv("EXAMPLE_MAIL", raising=False)
    assert "EXAMPLE_MAIL" in (check("mailbox", place, password=password).error or "")
    monkeypatch.setenv("EXAMPLE_MAIL", "weir")
    found = check("mailbox", place, password=password).error
    assert found is not None
    assert "127.0.0.1" in found
    assert "weir" not in found


def test_the_sources_of_a_file_are_inputs_of_a_run(site: Website, tmp_path: Path) -> None:
    site.put("/feed", rss(NOW, NOW - timedelta(hours=1)))
    for i in range(2):
        site.put(f"/{i}", page(f"Story {i}", f"Story number {i}. {TEXT}"))
    (tmp_path / "note.txt").write_text(f"A note. {TEXT}")
    sources = f'[[source]]\nfeed = "{site.url("/feed")}"\nmax_items = 1\n[[source]]\nfiles = "note.txt"\n'
    settings = load(tmp_path, sources)
    fetching = Fetching(settings=WebSettings(allow_private=True), resolve=site.resolve)
    found = list(Briefer(fetching=fetching).read(open_sources(settings.sources)))
    assert [item.input.rsplit("/", 1)[-1] for item in found if not isinstance(item, Skipped)] == ["0", "note.txt"]


# --- rhythm


def days(*numbers: float) -> list[datetime]:
    return [NOW - timedelta(days=number) for number in numbers]


def test_too_few_dates_tell_nothing() -> None:
    assert longest_pause(days(1, 2, 3, 4)) is None
    assert quiet_for(days(100), now=NOW) is None
    assert quiet_for([], now=NOW, after=timedelta(days=1)) is None


def test_a_weekend_is_no_silence_for_a_paper_of_weekdays() -> None:
    weekdays = [NOW - timedelta(days=i) for i in range(3, 40) if (NOW - timedelta(days=i)).weekday() < 5]
    assert longest_pause(weekdays) == timedelta(days=3)
    assert quiet_for(weekdays, now=max(weekdays) + timedelta(days=4)) is None
    assert quiet_for(weekdays, now=max(weekdays) + timedelta(days=5)) is not None


def test_dates_ahead_do_not_hide_a_silence() -> None:
    known = [*days(10, 10.5, 11, 11.5, 12, 12.5), NOW + timedelta(days=3)]
    assert quiet_for(known, now=NOW) is not None


def test_a_source_is_never_quiet_within_what_it_has_paused_before() -> None:
    for seed in range(30):
        chance = random.Random(seed)
        known = [NOW - timedelta(hours=chance.expovariate(1 / 20)) for _ in range(chance.randint(5, 40))]
        pause = longest_pause(known)
        assert pause is not None
        assert quiet_for(known, now=max(known) + pause) is None
        assert quiet_for(known, now=max(known) + 2 * pause + timedelta(days=3)) is not None


# --- configuration


def test_the_tables_are_read(tmp_path: Path) -> None:
    settings = load(
        tmp_path,
        """
        [web]
        user_agent = "Desk of Example/1.0"
        delay = 0.5
        max_items = 7
        [web.host."News.Example"]
        headers = {X-Edition = "north", Authorization = {env = "NEWS_TOKEN"}}
        cookies = {subscriber = {command = ["print-cookie"]}}
        [[source]]
        feed = "https://news.example/feed"
        name = "News"
        quiet_after = 2
        [[source]]
        opml = "feeds.opml"
        [[source]]
        mailbox = "imap://desk@mail.example/INBOX"
        password = {env = "MAIL"}
        """,
    )
    assert settings.web.hosts == {
        "news.example": HostSettings(
            headers={"X-Edition": "north", "Authorization": Secret(env="NEWS_TOKEN")},
            cookies={"subscriber": Secret(command=("print-cookie",))},
        )
    }
    feed, opml, mailbox = settings.sources
    assert (feed.kind, feed.place, feed.name, feed.quiet_after) == ("feed", "https://news.example/feed", "News", 2)
    assert (opml.place, opml.name) == (str(tmp_path / "feeds.opml"), "feeds.opml")
    assert mailbox.password == Secret(env="MAIL")
    made = web_settings(settings)
    assert (made.user_agent, made.limits.delay, made.allow_private) == ("Desk of Example/1.0", 0.5, False)


def test_secrets_are_looked_up_for_their_host(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = """
        [web.host."news.example"]
        headers = {X-Edition = "north", Authorization = {env = "NEWS_TOKEN"}}
        cookies = {subscriber = {env = "NEWS_COOKIE"}, edition = {env = "NEWS_TOKEN"}}
    """
    look_up = web_settings(load(tmp_path, text)).headers["news.example"]
    with pytest.raises(ConfigError, match="NEWS_TOKEN"):
        look_up()
    monkeypatch.setenv("NEWS_TOKEN", "Bearer 7")
    monkeypatch.setenv("NEWS_COOKIE", "abc")
    assert look_up() == {
        "X-Edition": "north",
        "Authorization": "Bearer 7",
        "cookie": "subscriber=abc; edition=Bearer 7",
    }


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('[[source]]\nname = "x"', "one of feed, url, files, opml, mailbox"),
        ('[[source]]\nfeed = "a"\nurl = "https://b.example"', "one of feed"),
        ("[[source]]\nfeed = 7", "one of feed"),
        ('[[source]]\nurl = "news.example"', "must begin with https"),
        ('[[source]]\nfeed = "a"\nmax_item = 3', "no “max_item”"),
        ('[[source]]\nfeed = "a"\nkind = "x"', "no “kind”"),
        ('[[source]]\nfeed = "a"\npassword = {env = "X"}', "is for a mailbox"),
        ('[source]\nfeed = "a"', "write a source as"),
        ('[web]\nuser_agents = "x"', "no “user_agents”"),
        ("[web]\ndelay = -1", "a number above 0"),
        ('[web]\nallow_private = "yes"', "true or false"),
        ('[web.host."https://a.example"]\ncookies = {}', "is no host"),
        ('[web.host."a.example"]\ncookie = {}', "no “cookie”"),
        ('[web.host."a.example"]\ncookies = {a = "secret"}', "never stands in the file"),
        ('[web.host."a.example"]\nheaders = {Authorization = "Bearer secret"}', "never stands in the file"),
        ('[web.host."a.example"]\nheaders = {X = "a\\nb"}', "one line"),
        ('[web]\nuser_agent = "a\\nb"', "one line"),
    ],
)
def test_what_does_not_fit_is_named_and_no_secret_is_shown(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(ConfigError) as caught:
        load(tmp_path, text)
    said = f"{caught.value.message} {caught.value.hint}"
    assert message in said
    assert "secret" not in said


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[web]\nallow_private = true", "how to fetch"),
        ('[[source]]\nmailbox = "imap://a@b.example/x"', "sources"),
        ('[web.host."a.example"]\ncookies = {a = {command = ["x"]}}', "names a command"),
    ],
)
def test_a_file_of_somebody_else_decides_nothing_about_fetching(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, message: str
) -> None:
    monkeypatch.setattr("briefer.config.files._own", lambda _: False)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "briefer.toml").write_text(text)
    with pytest.raises(ConfigError, match=message):
        config.load()


# --- the command

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BRIEFER_STORE", str(tmp_path / "store.db"))
    monkeypatch.setattr("platformdirs.user_config_path", lambda *_: tmp_path / "none")
    return lambda *arguments: CliRunner().invoke(app, [str(argument) for argument in arguments])


def test_the_command_says_how_each_source_fares(site: Website, run: Run, tmp_path: Path) -> None:
    base = f"http://127.0.0.1:{site.port}"
    now = datetime.now(UTC)
    site.put("/feed", rss(*(now - timedelta(hours=5 * i) for i in range(6))))
    site.put("/old", rss(*(now - timedelta(days=20, hours=5 * i) for i in range(6))))
    (tmp_path / "briefer.toml").write_text(
        f'[web]\nallow_private = true\n[[source]]\nfeed = "{base}/feed"\nname = "Harbour"\n'
        f'[[source]]\nfeed = "{base}/old"\nname = "Old"\n[[source]]\nurl = "{base}/gone"\nname = "Gone"\n'
    )
    result = run("sources", "check")
    lines = result.stdout.splitlines()
    assert lines[0] == "ok      Harbour (feed): 6 items, newest 0 minutes ago"
    assert lines[1] == "quiet   Old (feed): 6 items, newest 20 days ago"
    assert lines[2].strip() == "nothing new for 20 days; 36 hours would be normal"
    assert lines[3] == "FAILED  Gone (url): there is no such page (HTTP 404); never had before"
    assert "3 sources: 1 failed, 1 gone quiet" in result.stderr
    assert result.exit_code == 1
    site.put("/gone", page("A", TEXT))
    assert run("sources", "check").exit_code == 0


def test_without_sources_there_is_nothing_to_check(run: Run) -> None:
    result = run("sources", "check")
    assert result.exit_code == 1
    assert "there is no [[source]]" in result.stderr


def test_a_private_address_is_refused_unless_it_is_allowed(site: Website, run: Run) -> None:
    site.put("/a", page("The weir", TEXT))
    address = f"http://127.0.0.1:{site.port}/a"
    refused = run("read", address)
    assert refused.exit_code == 1
    assert "--allow-private" in refused.stderr
    allowed = run("read", "--allow-private", address)
    assert allowed.exit_code == 0
    assert "The weir" in allowed.stdout


def test_pages_are_saved_and_read_again_by_the_command(site: Website, run: Run) -> None:
    site.put("/feed", rss(NOW, NOW - timedelta(hours=1)))
    for i in range(2):
        site.put(f"/{i}", page(f"Story {i}", f"Story number {i}. {TEXT}"))
    feed = f"http://127.0.0.1:{site.port}/feed"
    first = run("read", feed, "--allow-private", "--save-pages", "saved", "--max-items", "1")
    asked = len(site.requests)
    second = run("read", feed, "--saved-pages", "saved", "--max-items", "1")
    assert (first.exit_code, second.exit_code) == (0, 0)
    assert first.stdout == second.stdout
    assert "Story 0" in first.stdout
    assert "1 older item is left out" in first.stderr
    assert len(site.requests) == asked
    assert run("read", feed, "--saved-pages", "nowhere").exit_code == 2
    assert run("read", feed, "--saved-pages", "saved", "--save-pages", "saved").exit_code == 2


def test_what_is_kept_of_pages_is_forgotten_with_the_rest(site: Website, run: Run) -> None:
    site.put("/a", page("The weir", TEXT))
    run("read", "--allow-private", f"http://127.0.0.1:{site.port}/a")
    # The page, and its robots.txt.
    assert "of 2 pages" in run("cache", "info").stdout
    run("cache", "clear")
    assert "of 0 pages" in run("cache", "info").stdout


def test_documents_of_a_source_need_no_web() -> None:
    """A run without an address opens neither a store nor a connection."""
    from briefer.gather import gather

    def never() -> None:
        raise AssertionError

    ready = Document(input="mine", data=b"x")
    assert list(gather([ready], fetching=Fetching(shelf=never))) == [ready]  # type: ignore[arg-type]
