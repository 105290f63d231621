"""What a page shows of itself that says it holds no article, or only the beginning of one."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from briefer.read.judge import MIN_WORDS, count_words
from briefer.read.metadata import is_article, linked_nodes
from briefer.read.refusal import Refusal

if TYPE_CHECKING:
    from lxml.html import HtmlElement

#: A page with more words of text has something to say, whatever stands around it.
_SHORT = 150
#: What stands under a video is a caption.
_CAPTION = 80
#: A sign-in page has a field for a password and next to no text.
_SIGN_IN = 60
#: So many headlines that lead elsewhere, and such a share of all lines, make a list.
_HEADLINES = 8
_SHARE = 0.5
#: Words of a headline, at least.
_HEADLINE_WORDS = 4
#: Names that pages against robots and error pages go by, in `title` or the main heading.
_ROBOTS_TITLE = re.compile(
    r"just a moment|attention required|access (?:to this page )?(?:has been |is )?denied|are you (?:a |not a )?(?:ro)?bot"
    r"|pardon our interruption|(?:please )?verify (?:that )?you are (?:a )?human|security check|human verification|ddos-guard"
    r"|checking your browser|request unsuccessful|bot verification|robot check|you have been blocked|einen moment|un instant"
    r"|sicherheitsprüfung|un momento",
    re.IGNORECASE,
)
_ERROR_TITLE = re.compile(
    r"\A\W*(?:(?:http )?(?:error|fehler|erreur|errore)\W*)?(?:40[0-9]|410|429|50[0-4])\b|\b(?:page|file|article|content) (?:is |was )?(?:not found|unavailable|no longer)"
    r"|not found\W*\Z|\bservice unavailable\b|\bbad gateway\b|\bserver error\b|seite nicht gefunden|page (?:introuvable|non trouvée)"
    r"|página (?:no|não) encontrada|pagina non trovata|pagina niet gevonden|sidan (?:hittades|kunde) inte|nie znaleziono|не найдена|не знайдено",
    re.IGNORECASE,
)
#: What stands where the rest of an article is for subscribers.
_PAYWALL = re.compile(
    r"subscribe to (?:read|continue|unlock|keep|access)|to (?:continue|keep) reading|already a (?:subscriber|member)|for subscribers only"
    r"|(?:is|are) (?:only )?(?:available|reserved) (?:only )?(?:to|for) (?:our )?(?:paying )?(?:subscribers|members)|you have (?:reached|read) your (?:limit|last|free)"
    r"|free articles? (?:left|remaining)|(?:this|the) (?:article|story|content) is (?:for|only for|exclusive to) (?:our )?(?:subscribers|members)"
    r"|réservée?s? (?:aux|à nos) abonnés|poursuivre (?:votre|la) lecture|il vous reste [\d,]+ ?% de (?:cet|l.)article"
    r"|(?:nur|exklusiv) für abonnent|mit (?:abo|plus|premium) weiterlesen|jetzt (?:weiterlesen|abonnieren|testen)|weiterlesen mit|sie haben bereits ein abo"
    r"|(?:solo|exclusiv[oa]) para suscriptores|suscríbete para (?:seguir|continuar|leer)|(?:riservat[oa]|solo per) (?:agli )?abbonati|abbonati per (?:continuare|leggere)"
    r"|exclusiv[oa] para assinantes|assine para (?:continuar|ler)|alleen voor abonnees|word abonnee om|läs vidare med|för (?:våra )?prenumeranter"
    r"|kun for abonnenter|tylko dla (?:subskrybentów|prenumeratorów)|dostęp(?:ny)? (?:tylko )?dla subskrybentów|только (?:для|по) подпис",
    re.IGNORECASE,
)


def stub(root: HtmlElement, text: str) -> Refusal | None:
    """Why the page is no article, or None; `text` is what was taken out of it."""
    words = count_words(text)
    nodes = list(linked_nodes(root))
    named = " ".join([root.findtext(".//title") or "", *(h.text_content() for h in root.iter("h1"))])
    article = any(is_article(node) for node in nodes)
    if words < _SHORT and not article and _ROBOTS_TITLE.search(named):
        return _no("a check against robots")
    if words < _SHORT and not article and any(_ERROR_TITLE.search(n) for n in (root.findtext(".//title") or "", named)):
        return _no("an error page")
    if words < _SHORT and _is_closed(root, nodes, text):
        return Refusal("not_an_article", "the rest is for subscribers: only the beginning of the article is shown")
    if words < _CAPTION and not article and _is_video(root, nodes):
        return _no("a video page")
    if words < _SIGN_IN and not article and any(field.get("type") == "password" for field in root.iter("input")):
        return _no("a sign-in page")
    if not article and _is_list(root, text):
        return _no("a list of articles")
    return None


def _no(what: str) -> Refusal:
    return Refusal("not_an_article", f"it is {what}, not an article")


def _is_closed(root: HtmlElement, nodes: list[dict[str, Any]], text: str) -> bool:
    """Whether the page says that not all can read it, in words or in its own description, and in both where it is long."""
    declared = any("false" in json.dumps(node.get("isAccessibleForFree")).lower() for node in nodes)
    meta = {
        element.get("property") or element.get("name"): element.get("content") or "" for element in root.iter("meta")
    }
    declared = declared or meta.get("article:content_tier") in ("locked", "metered")
    beginning = " ".join(line for line in text.splitlines() if not _PAYWALL.search(line))
    if count_words(beginning) < MIN_WORDS:
        return False  # Nothing but the notice.
    if _PAYWALL.search(text):
        return True
    return declared and _PAYWALL.search(" ".join(_shown(root))) is not None


def _shown(root: HtmlElement) -> Iterator[str]:
    """The words of the page, without its scripts."""
    for element in root.iter():
        if element.tag not in ("script", "style") and isinstance(element.tag, str):
            yield from (element.text or "").split()
        yield from (element.tail or "").split()


def _is_video(root: HtmlElement, nodes: list[dict[str, Any]]) -> bool:
    kinds = [meta.get("content") or "" for meta in root.iter("meta") if meta.get("property") == "og:type"]
    return any(kind.startswith("video") for kind in kinds) or any(node.get("@type") == "VideoObject" for node in nodes)


def _is_list(root: HtmlElement, text: str) -> bool:
    """Whether most of what was taken out of the page are headlines that lead elsewhere, or what stands below them."""
    lines = [line for raw in text.splitlines() if (line := _bare(raw))]
    headlines = {line for link in root.iter("a") if link.get("href") and (line := _bare(link.text_content()))}
    leading = sum(line in headlines and line.count(" ") >= _HEADLINE_WORDS - 1 for line in lines)
    return leading >= _HEADLINES and leading >= _SHARE * sum(line not in headlines for line in lines)


def _bare(text: str) -> str:
    return re.sub(r"[\W_]+", " ", text.casefold()).strip()
