"""A feed of briefs (RFC 4287), for feed readers and portals: one entry a brief."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote
from xml.etree import ElementTree as ET

from briefer.formats.html import cleaned
from briefer.formats.markdown import MarkdownFormat
from briefer.model import Brief
from briefer.templating import Page, one_line

NAMESPACE = "http://www.w3.org/2005/Atom"


class AtomFormat:
    """A feed with one entry; `feed` makes one of several briefs."""

    suffixes = (".atom",)
    media_type = "application/atom+xml"

    def render(self, page: Page) -> str:
        """The feed of this brief alone."""
        return feed([page])


def feed(pages: Sequence[Page]) -> str:
    """The feed of briefs made for one profile, newest first; at least one."""
    ordered = sorted(pages, key=lambda page: _updated(page.brief), reverse=True)
    newest = ordered[0].brief
    ET.register_namespace("", NAMESPACE)
    root = ET.Element(_name("feed"), {"{http://www.w3.org/XML/1998/namespace}lang": ordered[0].locale.language})
    _add(root, "id", _urn("feed", newest.profile.name))
    _add(root, "title", newest.profile.name)
    _add(root, "updated", _updated(newest))
    _add(_add(root, "author"), "name", "briefer")
    _add(root, "generator", "briefer")
    for page in ordered:
        _entry(root, page)
    ET.indent(root, " ")
    return ET.tostring(root, encoding="unicode", xml_declaration=False).join(
        ('<?xml version="1.0" encoding="utf-8"?>\n', "\n")
    )


def _entry(root: ET.Element, page: Page) -> None:
    brief = page.brief
    entry = _add(root, "entry")
    # A correction takes the place of what it corrects: same id, later time.
    _add(entry, "id", _urn("brief", brief.id))
    _add(entry, "title", page.title)
    _add(entry, "published", brief.created)
    _add(entry, "updated", _updated(brief))
    _add(entry, "summary", _summary(brief))
    # Cleaned HTML as text: a reader cannot take it for markup of the feed's own.
    _add(entry, "content", str(cleaned(MarkdownFormat().render(page)))).set("type", "html")


def _updated(brief: Brief) -> str:
    """When it was last edited, or made."""
    return max([brief.created, *(edit.at for edit in brief.edits if edit.at)])


def _summary(brief: Brief) -> str:
    return " ".join(s.text for s in brief.bottom_line) or "; ".join(s.headline for s in brief.stories)


def _add(parent: ET.Element, name: str, text: str | None = None) -> ET.Element:
    element = ET.SubElement(parent, _name(name))
    if text is not None:
        element.text = text if name == "content" else one_line(text)
    return element


def _urn(kind: str, name: str) -> str:
    """RFC 4287 asks for an IRI; names are the desk's own words."""
    return f"urn:briefer:{kind}:{quote(name, safe='')}"


def _name(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"
