"""The items of a newsletter, where its structure shows them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from briefer.read.judge import MIN_WORDS, count_words
from briefer.read.mail.blocks import Block
from briefer.read.pieces import Piece

#: Words of a headline.
_HEADLINE = range(3, 31)
#: Words that an item must have beside its headline and links to be one.
_LEAST = 8
#: So much of the newsletter must be items.
_SHARE = 0.5
#: Words of a notice to its receivers.
_NOTICE = 60
#: What mails say of themselves, in the languages of Europe.
_ABOUT_THE_MAIL = re.compile(
    r"\bunsubscrib|\bopt.?out\b|\bmanage (?:your )?(?:e-?mail |newsletter )?(?:preferences|subscriptions?)\b"
    r"|\bupdate (?:your )?preferences\b|\b(?:view|read|open|see) (?:this |the )?(?:e-?mail |newsletter |message |it )?(?:in|on) "
    r"(?:your |a |the )?(?:web ?)?browser|\bview online\b|\bforward(?:ed)? (?:this|to a friend)\b|\byou (?:are |have )?"
    r"receiv(?:ed|ing) this (?:e-?mail|newsletter|message)\b|\badd us to your address book\b|\bsign up here\b"
    r"|\babmeld|\babbestell|\bim browser (?:ansehen|öffnen|anzeigen|lesen)|\bnewsletter-?einstellungen\b|\bdiesen newsletter\b.*"
    r"\berhalten\b|\bdésabonn|\bdésinscri|\bse désinscrire|\bgérer vos (?:préférences|abonnements)|\bdans (?:votre|le) navigateur"
    r"|\bdarse de baja|\bcancelar (?:la |tu |su )?suscripción|\bver en (?:el|su|tu) navegador|\bdisiscri|\bannulla l.iscrizione"
    r"|\bnel (?:tuo )?browser\b|\bcancelar (?:a )?(?:inscrição|subscrição|assinatura)|\bno (?:seu )?navegador\b|\buitschrijven"
    r"|\bafmelden\b|\bin (?:je|uw) browser\b|\bavmeld|\bavregistrer|\bavsluta prenumeration|\bafmeld\b|\bwypisz|\brezygn"
    r"|\botpis|отписаться|відписатися",
    re.IGNORECASE,
)
_MORE = re.compile(
    r"\W*(?:(?:read|see|find out|learn|view|show|get)\s+(?:more|on|full|the)\b.*|continue(?: reading)?|more|full (?:story|article).*"
    r"|weiter(?:lesen)?|mehr(?: lesen| erfahren)?|zum artikel|lire (?:la suite|plus|l.article)|en savoir plus|leer más|seguir leyendo"
    r"|leggi(?: tutto| di più)?|continua(?: a leggere)?|ler mais|lees (?:meer|verder)|läs mer|les mer|læs mere|czytaj (?:więcej|dalej)"
    r"|читать (?:далее|дальше)|читати далі)\W*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Item:
    """A headline, what stands below it, and where it leads."""

    headline: Block
    body: tuple[Block, ...]
    link: str | None

    @property
    def words(self) -> int:
        return sum(count_words(block.text) for block in self.body)


def without_notices(blocks: Sequence[Block]) -> list[Block]:
    """The blocks without what a mail says of itself; from such a word in the last third on, nothing is news."""
    kept: list[Block] = []
    for number, block in enumerate(blocks):
        if _ABOUT_THE_MAIL.search(block.text) and count_words(block.text) <= _NOTICE:
            if number >= len(blocks) * 2 / 3 and number > 1:
                break
            continue
        kept.append(block)
    return kept


def items_of(blocks: Sequence[Block], about: dict[str, Any]) -> list[Piece]:
    """A piece for each item where several lead to pages of their own; else one piece with everything."""
    intro, items = _by_headlines(blocks)
    if not _are_items(items, blocks):
        intro, items = _by_rules(blocks)
    if not _are_items(items, blocks):
        return [Piece(text="\n\n".join(block.text for block in blocks if not _is_more(block)), about=about)]
    # Who wrote the letter did not write its items, and the letter's address is not theirs.
    shared = {key: value for key, value in about.items() if key not in ("title", "authors", "url")}
    pieces = []
    if sum(count_words(block.text) for block in intro) >= 2 * MIN_WORDS:
        pieces.append(Piece(text="\n\n".join(block.text for block in intro), about=about))
    for item in items:
        title = " ".join(item.headline.text.split())
        said = {"title": title, **shared, **({"url": item.link} if item.link else {})}
        pieces.append(Piece(text="\n\n".join(block.text for block in (item.headline, *item.body)), about=said))
    return pieces


def _are_items(items: Sequence[_Item], blocks: Sequence[Block]) -> bool:
    """Whether several lead to pages of their own, and they are most of the letter: subheadings of one story do not."""
    whole = [item for item in items if item.link and item.words >= _LEAST]
    total = sum(count_words(block.text) for block in blocks)
    return len({item.link for item in whole}) >= 2 and sum(item.words for item in whole) >= _SHARE * total


def _by_headlines(blocks: Sequence[Block]) -> tuple[list[Block], list[_Item]]:
    starts = [number for number, block in enumerate(blocks) if _is_headline(block)]
    return _cut(blocks, starts)


def _by_rules(blocks: Sequence[Block]) -> tuple[list[Block], list[_Item]]:
    """Items of plain text: lines across the page stand between them."""
    starts = [number for number in range(1, len(blocks)) if blocks[number - 1].rule]
    if blocks and 0 not in starts:
        starts = [0, *starts] if count_words(blocks[0].text) in _HEADLINE else starts
    return _cut(blocks, starts)


def _cut(blocks: Sequence[Block], starts: Sequence[int]) -> tuple[list[Block], list[_Item]]:
    items = []
    for start, end in pairwise([*starts, len(blocks)]):
        inside = blocks[start + 1 : end]
        links = [block.link for block in (blocks[start], *filter(_is_more, inside)) if block.link]
        body = [b for b in inside if not _is_more(b) and not _is_label(b)]
        items.append(_Item(blocks[start], tuple(body), links[0] if links else None))
    return list(blocks[: starts[0]] if starts else blocks), items


def _is_headline(block: Block) -> bool:
    if count_words(block.text) not in _HEADLINE or _is_more(block):
        return False
    return block.heading or block.link is not None or (block.bold and "\n" not in block.text)


def _is_label(block: Block) -> bool:
    """The name of a section, as `World`."""
    return (block.heading or block.bold) and count_words(block.text) < _HEADLINE.start


def _is_more(block: Block) -> bool:
    """A link with nothing but an invitation, or an address that stands alone."""
    return block.link is not None and (
        _MORE.fullmatch(block.text) is not None or count_words(block.text) < 3 or block.link in block.text
    )
