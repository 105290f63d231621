"""Pages to articles: the text alone, what the page says of itself, and pages that are no articles."""

from __future__ import annotations

import json

import pytest

from briefer.model import Article, Document, Skipped
from briefer.read import Reading, read

PARAGRAPHS = """\
Norrmark and Vellany failed to agree on summer water releases from the Vardo weir on Wednesday, the basin council said after a day of talks.
“You cannot share a river that you measure twice,” Norrmark’s water commissioner Signe Halgren told Channel Nine on Thursday morning.
Vellany’s agriculture minister, Teodor Corvo, said the weir would stay shut until the harvest was in and paid for.""".splitlines()
MENU = "".join(f'<li><a href="/{w}">{w}</a></li>' for w in "Home News Sport Culture Opinion Weather Video Jobs".split())


def page(body: str = "", head: str = "", html: str = "") -> bytes:
    story = "".join(f"<p>{p}</p>" for p in PARAGRAPHS)
    body = body or f"<article><h1>No deal on Vardo water</h1>{story}</article>"
    return (
        f"<!DOCTYPE html><html {html}><head>{head}</head><body><nav><ul>{MENU}</ul></nav>{body}"
        "<footer>© 2026 Northern Wire. All rights reserved. Terms of use</footer></body></html>"
    ).encode()


def read_page(data: bytes) -> Reading | Skipped:
    (found,) = read(Document(input="a.html", data=data, media_type="text/html"))
    return found


def article_of(data: bytes) -> Article:
    reading = read_page(data)
    assert isinstance(reading, Reading), reading
    return reading.article


def test_menus_go_and_paragraphs_stay() -> None:
    blocks = article_of(page()).text.split("\n\n")
    assert blocks[-3:] == list(PARAGRAPHS)
    assert not any("Weather" in block or "rights reserved" in block for block in blocks)


def test_lists_and_tables_lose_their_marks() -> None:
    story = "".join(f"<p>{p}</p>" for p in PARAGRAPHS)
    table = "<table><tr><th>Side</th><th>Share</th></tr><tr><td>Norrmark</td><td>40 %</td></tr></table>"
    points = "<ul><li>The gauges stay shut for now.</li><li>Both sides meet on Tuesday.</li></ul>"
    blocks = article_of(page(f"<article>{story}{points}{table}</article>")).text.split("\n\n")
    assert blocks[-4:] == [
        "The gauges stay shut for now.",
        "Both sides meet on Tuesday.",
        "Side | Share",
        "Norrmark | 40 %",
    ]


@pytest.mark.parametrize(
    "line",
    [
        "Read also: Ferries stay in port for another week",
        "READ MORE – Gauges are read anew",
        "Lire aussi : Les bateaux restent au port",
        "Lesen Sie auch: Die Fähren bleiben im Hafen",
        "Lee también: Los barcos no salen",
        "Читайте також: Пороми залишаються в порту",
        "Related stories",
    ],
)
def test_lines_and_captions_that_are_no_part_of_the_story_go(line: str) -> None:
    caption = "<figure><img src=a.jpg alt=weir><figcaption>The weir on Tuesday. Photo: Ada Sand</figcaption></figure>"
    more = f"<p>{PARAGRAPHS[0]}</p>{caption}<p><b>{line.partition(':')[0]}</b>{line[len(line.partition(':')[0]) :]}</p>"
    blocks = article_of(page(f"<article>{more}<p>{PARAGRAPHS[1]}</p><p>{PARAGRAPHS[2]}</p></article>")).text.split(
        "\n\n"
    )
    assert blocks == list(PARAGRAPHS)


def test_a_sentence_that_begins_like_such_a_line_stays() -> None:
    sentence = "Read more slowly, the minister told the clerk, and the hall laughed."
    assert sentence in article_of(page(f"<article><p>{sentence}</p><p>{PARAGRAPHS[0]}</p></article>")).text


def test_the_same_page_gives_the_same_text_each_time() -> None:
    assert article_of(page()) == article_of(page())


def test_meta_elements_say_what_the_page_is() -> None:
    article = article_of(
        page(
            head='<title>No deal - Northern Wire</title><meta property="og:site_name" content="Northern Wire">'
            '<meta property="og:title" content="No deal on water"><meta name="author" content="Ada Sand">'
            '<meta property="article:published_time" content="2026-05-20T19:40:00+02:00">'
            '<link rel="canonical" href="https://example.org/vardo"><meta property="og:url" content="https://example.org/x">',
            html='lang="en-GB"',
        )
    )
    assert (article.title, article.outlet, article.authors) == ("No deal on water", "Northern Wire", ("Ada Sand",))
    assert (article.published, article.url) == ("2026-05-20T19:40:00+02:00", "https://example.org/vardo")
    assert article.language == "en-GB"


def test_linked_data_says_what_the_page_is() -> None:
    data = {
        "@graph": [
            {"@type": "WebSite", "name": "x", "headline": "not this"},
            {
                "@type": ["NewsArticle", "Thing"],
                "headline": "No deal",
                "datePublished": "2026-05-20T17:40:00Z",
                "author": [{"@type": "Person", "name": "Ada Sand"}, {"name": "Tom Oke"}],
                "publisher": {"name": "Northern Wire"},
            },
        ]
    }
    broken = '<script type="application/ld+json">{"@type": "NewsArticle", </script>'
    article = article_of(page(head=f'{broken}<script type="application/ld+json">{json.dumps(data)}</script>'))
    assert (article.title, article.outlet, article.published) == ("No deal", "Northern Wire", "2026-05-20T17:40:00Z")
    assert article.authors == ("Ada Sand", "Tom Oke")


@pytest.mark.parametrize(
    ("head", "published"),
    [
        ('<meta name="date" content="2026-05-20">', "2026-05-20"),
        ('<meta name="pubdate" content="Wed, 20 May 2026 19:40:00 +0200">', "2026-05-20T19:40:00+02:00"),
        ('<meta name="date" content="last week">', None),
        ('<meta name="date" content="last week"><meta name="pubdate" content="2026-05-20">', "2026-05-20"),
        ("<title>Of 20 May 2026</title>", None),
    ],
)
def test_a_date_is_taken_as_declared_and_never_guessed(head: str, published: str | None) -> None:
    assert article_of(page(head=head)).published == published


@pytest.mark.parametrize(
    ("times", "published"),
    [
        ('<time datetime="2026-05-20">yesterday</time>', "2026-05-20"),
        ('<time datetime="2026-05-20">a</time><time datetime="2026-05-19">b</time>', None),
        (
            '<time datetime="2026-05-19">b</time><time itemprop="datePublished" datetime="2026-05-20">a</time>',
            "2026-05-20",
        ),
    ],
)
def test_one_time_alone_is_the_pages_own(times: str, published: str | None) -> None:
    story = "".join(f"<p>{p}</p>" for p in PARAGRAPHS)
    assert article_of(page(f"<article><h1>No deal</h1>{times}{story}</article>")).published == published


def test_a_title_loses_the_outlet_behind_it() -> None:
    story = "".join(f"<p>{p}</p>" for p in PARAGRAPHS)
    head = '<title>No deal | Northern Wire</title><meta property="og:site_name" content="Northern Wire">'
    assert article_of(page(f"<article>{story}</article>", head=head)).title == "No deal"


@pytest.mark.parametrize("address", ["/vardo", "javascript:alert(1)", "file:///etc/passwd", "https://["])
def test_only_a_web_address_is_an_address(address: str) -> None:
    assert article_of(page(head=f'<link rel="canonical" href="{address}">')).url is None


def test_a_long_text_tells_its_language_better_than_its_template() -> None:
    assert article_of(page(html='lang="de"')).language == "en"


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        ('<meta charset="windows-1252">', "cp1252"),
        ('<meta charset="iso-8859-1">', "cp1252"),
        ('<meta http-equiv="Content-Type" content="text/html; charset=utf-16">', "utf-8"),
        ("", "utf-8"),
        ("", "utf-8-sig"),
        ("", "utf-16"),
    ],
)
def test_the_character_set_is_the_declared_one_where_it_fits(head: str, encoding: str) -> None:
    article = article_of(page(head=head).decode().encode(encoding))
    assert "“You cannot share a river" in article.text


def test_an_undeclared_character_set_is_told_by_the_bytes() -> None:
    assert "“You cannot share a river" in article_of(page().decode().encode("cp1252")).text


def refused(data: bytes) -> tuple[str, str]:
    found = read_page(data)
    assert isinstance(found, Skipped), found
    assert found.outcome == "skipped"
    return found.code, found.reason


def test_a_page_of_menus_is_no_article() -> None:
    code, _ = refused(page(f"<div><ul>{MENU * 4}</ul></div>"))
    assert code in ("empty", "not_an_article")


def test_a_front_page_is_no_article() -> None:
    teasers = "".join(
        f"<article><h2><a href=/{i}>Story {i}</a></h2><p>{p}</p></article>" for i, p in enumerate(PARAGRAPHS * 3)
    )
    assert "front page" in refused(page(teasers, head='<meta property="og:type" content="website">'))[1]
    # An article with as many teasers below it says that it is one.
    story = "".join(f"<p>{p}</p>" for p in PARAGRAPHS)
    assert article_of(page(f"<article>{story}</article>{teasers}", head='<meta property="og:type" content="article">'))


CONSENT = (
    "<div><h2>We value your privacy</h2><p>We and our 812 partners store and access information on a device, such as "
    "cookies, and process personal data for personalised ads and content. You can accept all, reject all or manage your "
    "preferences at any time in our privacy policy.</p><button>Accept all</button></div>"
)
LOGIN = (
    "<div><h1>Sign in</h1><p>Please log in to continue reading. Enter your email address and password. Forgot your "
    "password? Not a member yet? Create an account and start your free trial today, and we will send you our letter.</p></div>"
)
ERROR = (
    "<div><h1>404</h1><p>Page not found. The page you are looking for may have been moved or no longer exists. Go back to "
    "our home page or try again later. We are sorry for the trouble.</p></div>"
)
ROBOT = (
    "<div><h1>Just a moment</h1><p>We have seen unusual activity from your network. Please enable JavaScript and cookies, "
    "then prove that you are not a robot by solving the captcha below, and we will let you go on.</p></div>"
)


@pytest.mark.parametrize(
    ("body", "what"),
    [(CONSENT, "consent notice"), (LOGIN, "sign-in"), (ERROR, "error page"), (ROBOT, "check against robots")],
)
def test_a_notice_is_no_article(body: str, what: str) -> None:
    code, reason = refused(page(body))
    assert code == "not_an_article"
    assert what in reason


def test_an_article_about_cookies_is_one() -> None:
    story = (
        "<article><h1>Regulator fines Marlpost over cookies</h1><p>The data protection office of Vellany fined the retailer "
        "Marlpost 2 million marks on Monday because its site had no button to reject all cookies next to the one to accept "
        "all.</p><p>“Consent that cannot be refused is no consent,” said the office’s head, Ines Marr. Marlpost said its "
        "cookie policy followed the law and that it would appeal within a month.</p></article>"
    )
    assert article_of(page(story))


PAYWALLS = (
    "Subscribe to continue reading. Already a subscriber? Log in.",
    "Cet article est réservé aux abonnés. Il vous reste 80 % de cet article à découvrir.",
    "Dieser Artikel ist nur für Abonnenten. Jetzt weiterlesen für 1 Euro im Monat.",
    "Contenido exclusivo para suscriptores. Suscríbete para seguir leyendo.",
    "Il resto dell’articolo è riservato agli abbonati.",
)


@pytest.mark.parametrize("wall", PAYWALLS)
def test_a_beginning_with_the_rest_for_subscribers_is_left_out_under_its_headline(wall: str) -> None:
    head = (
        '<meta property="og:title" content="No deal on water"><link rel="canonical" href="https://example.org/vardo">'
    )
    story = f"<article><h1>No deal</h1><p>{PARAGRAPHS[0]}</p><p>{PARAGRAPHS[1]}</p><p>{wall}</p></article>"
    found = read_page(page(story, head=head))
    assert isinstance(found, Skipped)
    assert (found.code, found.title, found.url) == ("not_an_article", "No deal on water", "https://example.org/vardo")
    assert "subscribers" in found.reason
    # Enough of it is an article, whatever stands below.
    assert article_of(page(story.replace(PARAGRAPHS[1], " ".join(PARAGRAPHS) * 3), head=head))


def test_a_wall_may_stand_beside_the_text_where_the_page_says_that_it_is_closed() -> None:
    data = {"@type": "NewsArticle", "headline": "No deal", "isAccessibleForFree": "False"}
    head = f'<script type="application/ld+json">{json.dumps(data)}</script>'
    story = f"<article><h1>No deal</h1><p>{PARAGRAPHS[0]}</p><p>{PARAGRAPHS[1]}</p></article>"
    wall = "<aside class=modal><p>Already a subscriber? Log in.</p></aside>"
    assert "subscribers" in refused(page(story + wall, head=head))[1]
    # Either alone says nothing: the reader may have a subscription, and every page of an outlet names its offer.
    assert article_of(page(story, head=head))
    assert article_of(page(story + wall))


ELSEWHERE = {
    "a consent notice": (
        (
            "Wir und unsere 214 Partner speichern Cookies und greifen auf Informationen auf Ihrem Gerät zu, um personalisierte "
            "Werbung zu zeigen. Ihre Einwilligung können Sie jederzeit in der Datenschutzerklärung widerrufen. Alle akzeptieren."
        ),
        (
            "Avec votre consentement, nos 120 partenaires et nous utilisons des cookies pour stocker et accéder à des données de "
            "votre terminal et afficher des publicités personnalisées. Tout accepter ou paramétrer vos choix."
        ),
        (
            "Con su consentimiento, nosotros y nuestros socios usamos cookies para almacenar información en su dispositivo y "
            "mostrar publicidad personalizada. Aceptar todo, rechazar todo o configurar. Política de privacidad."
        ),
        (
            "Noi e i nostri partner usiamo cookie per archiviare informazioni sul dispositivo, con il tuo consenso, e mostrare "
            "pubblicità personalizzata. Accetta tutti o gestisci le preferenze. Informativa sulla privacy."
        ),
        (
            "Wij en onze partners gebruiken cookies, met uw toestemming, om gepersonaliseerde advertenties te tonen. Alles "
            "accepteren of beheer uw keuzes op elk moment. Lees ons privacybeleid voor meer uitleg hierover."
        ),
    ),
    "a sign-in or subscription notice": (
        (
            "Bitte anmelden oder registrieren, um den Artikel zu lesen. Noch kein Abo? Jetzt vier Wochen kostenlos testen und "
            "danach für zehn Euro pro Monat weiterlesen. Passwort vergessen? Hier entlang zum Formular."
        ),
        (
            "Connectez-vous pour poursuivre votre lecture. Pas encore abonné ? Un mois sans engagement, puis dix euros par mois. "
            "Mot de passe oublié ? Suivez le lien que nous avons envoyé par courriel à votre adresse."
        ),
    ),
    "an error page": (
        (
            "Fehler 404: Die Seite wurde leider nicht gefunden. Bitte versuchen Sie es später noch einmal oder gehen Sie zurück "
            "zur Startseite, wo alle neuen Beiträge des Tages stehen und eine Suche."
        ),
        (
            "Erreur 404. La page est introuvable : elle n’existe plus ou son adresse a changé. Revenir à la page d’accueil ou "
            "réessayer plus tard. Merci de votre patience et de votre fidélité à notre journal."
        ),
    ),
}


@pytest.mark.parametrize(("what", "text"), [(what, text) for what, texts in ELSEWHERE.items() for text in texts])
def test_a_notice_in_another_language_is_no_article(what: str, text: str) -> None:
    code, reason = refused(page(f"<div><p>{text}</p></div>"))
    assert (code, reason) == ("not_an_article", f"it is {what}, not an article")


NEWS_ON_NOTICES = (
    (
        "Die Datenschutzbehörde von Norrmark hat am Mittwoch drei Verlage verwarnt, weil ihre Cookies ohne Einwilligung "
        "gesetzt wurden. „Wer auf ablehnen drückt, muss gehört werden“, sagte die Leiterin der Behörde, Signe Halgren. Die "
        "Verlage wollen den Bescheid anfechten, wie ihr Anwalt Teodor Corvo mitteilte. Ein Urteil wird im Juni erwartet."
    ),
    (
        "L’autorité de protection des données a condamné mercredi deux journaux qui utilisaient des cookies sans le "
        "consentement des lecteurs. Son président, Teodor Corvo, a parlé d’un avertissement. Les abonnés des deux titres "
        "avaient porté plainte au printemps, et une décision définitive est attendue pour le mois de juin à Port Oke."
    ),
    (
        "Error 404 is the name of a play that opened in Port Oke on Monday. Its author, Ines Marr, said that the page which "
        "could not be found was a joke about the ministry. The theatre, with two hundred seats, was full on both evenings."
    ),
)


@pytest.mark.parametrize("text", NEWS_ON_NOTICES)
def test_news_about_notices_is_news(text: str) -> None:
    assert article_of(page(f"<article><h1>Aus der Stadt</h1><p>{text}</p></article>"))


@pytest.mark.parametrize(
    ("head", "body", "what"),
    [
        ("<title>Just a moment...</title>", "<h1>example.org</h1><p>{text}</p>", "a check against robots"),
        ("<title>Access Denied</title>", "<p>{text}</p>", "a check against robots"),
        ("<title>404 | Northern Wire</title>", "<p>{text}</p>", "an error page"),
        ("<title>Seite nicht gefunden</title>", "<p>{text}</p>", "an error page"),
        ('<meta property="og:type" content="video.other">', "<video></video><p>{text}</p>", "a video page"),
        ("<title>Members</title>", "<form><input type=password></form><p>{text}</p>", "a sign-in page"),
    ],
)
def test_what_a_page_shows_of_itself_tells_what_it_is(head: str, body: str, what: str) -> None:
    text = "The reference of this request was noted at the weir on Wednesday, and the desk in Port Oke will look at it soon."
    code, reason = refused(page(f"<article>{body.format(text=text)}</article>", head=head))
    assert (code, reason) == ("not_an_article", f"it is {what}, not an article")
    long = " ".join(PARAGRAPHS) * 3
    assert article_of(page(f"<article>{body.format(text=long)}</article>", head=head))


def test_a_list_of_headlines_is_no_article() -> None:
    headlines = "".join(
        f"<li><a href=/{i}>Ferry number {i} stays in the port of Oke for one more week</a></li>" for i in range(14)
    )
    body = f"<main><h1>Ferries</h1><p>All our stories on ferries.</p><ul>{headlines}</ul></main>"
    assert refused(page(body))[0] == "not_an_article"
    # A story may end with a list of others.
    story = "".join(f"<p>{p}</p>" for p in PARAGRAPHS * 8)
    assert article_of(page(f"<article><h1>Ferries</h1>{story}<ul>{headlines}</ul></article>"))


@pytest.mark.parametrize("data", [b"<html></html>", b"<", b"<html><body><script>var words = 'many of them';</script>"])
def test_a_page_without_text_is_empty(data: bytes) -> None:
    assert refused(data)[0] == "empty"


def test_a_page_with_more_text_than_any_is_not_searched() -> None:
    assert refused(page("".join(f"<p>{p}</p>" for p in PARAGRAPHS) * 2000))[0] == "too_large"
    assert refused(page("".join(f"<p>{p}</p>" for p in PARAGRAPHS) + "<b></b>" * 60_000))[0] == "too_large"
    # What a script holds is no text.
    assert article_of(page(head=f"<script>var x = '{'x' * 500_000}'</script>"))


def test_a_page_that_nests_without_end_stops_nothing() -> None:
    found = read_page(b"<div>" * 50_000 + "".join(f"<p>{p}</p>" for p in PARAGRAPHS).encode())
    assert isinstance(found, Reading | Skipped)


def test_a_page_that_breaks_a_parser_is_a_failed_input(monkeypatch: pytest.MonkeyPatch) -> None:
    def burst(html: str) -> object:
        raise RuntimeError("too deep")

    monkeypatch.setattr("trafilatura.load_html", burst)
    found = read_page(page())
    assert isinstance(found, Skipped)
    assert (found.outcome, found.code) == ("failed", "unreadable")
    assert "too deep" in found.reason
