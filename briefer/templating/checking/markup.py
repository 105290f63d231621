"""What escaping cannot save: values where HTML, Markdown or CSS would act on them, and requests to elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from jinja2 import nodes

from briefer.templating.checking.faults import Report
from briefer.templating.checking.own import own_words
from briefer.templating.types import ADDRESS, ANY, MARKUP, NUMBER, YES_NO, Scalar, Type, options

#: Attributes that hold an address, and those of them that are fetched at once.
_ADDRESSES = frozenset({"href", "action", "formaction", "cite", "xlink:href", "longdesc", "ping"})
_FETCHED = frozenset({"src", "srcset", "poster", "background", "data", "lowsrc"})
#: Elements that act, or bring in a page of somebody else.
_ACTIVE = frozenset({"script", "iframe", "object", "embed", "applet", "base", "frame"})
_REMOTE = re.compile(r"\s*(?:https?:|ftp:|//)", re.IGNORECASE)
_CODE = re.compile(r"\s*(?:javascript|vbscript|data\s*:\s*text/html)", re.IGNORECASE)
_CSS = (
    (re.compile(r"@import\b", re.IGNORECASE), "@import fetches another sheet", "put its rules here"),
    (
        re.compile(r"""url\(\s*["']?\s*(?:https?:|ftp:|//)""", re.IGNORECASE),
        "the address in url(…) is fetched when the page is opened",
        "use a font of the reader's system, or a data: address",
    ),
    (re.compile(r"\bexpression\s*\(|javascript:|-moz-binding|\bbehavior\s*:", re.IGNORECASE), "this runs code", None),
)
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_STRING = re.compile(r"\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'")


def check_css(text: str, path: Path, report: Report, first: int = 1) -> None:
    """A style sheet that fetches, runs code, or does not close its braces."""
    plain = _COMMENT.sub(lambda m: re.sub(r"[^\n]", " ", m[0]), text)
    for pattern, message, hint in _CSS:
        for found in pattern.finditer(plain):
            report.add(path, first + plain.count("\n", 0, found.start()), message, hint)
    open_lines: list[int] = []
    for line, row in enumerate(_STRING.sub("", plain).splitlines(), first):
        for char in row:
            if char == "{":
                open_lines.append(line)
            elif char == "}" and open_lines:
                open_lines.pop()
            elif char == "}":
                report.add(path, line, "this } closes nothing")
    if open_lines:
        report.add(path, open_lines[-1], "this { is never closed")


@dataclass(slots=True)
class _State:
    """Where in the markup the next character stands."""

    #: `text`, `name`, `tag`, `attribute`, `equals`, `quoted`, `bare`, `raw` or `comment`.
    where: str = "text"
    tag: str = ""
    attribute: str = ""
    quote: str = ""
    #: The attribute's value so far.
    value: str = ""


@dataclass
class Markup:
    """Goes through one HTML file as a browser would."""

    path: Path
    report: Report
    shown: Mapping[int, Sequence[Type]]
    state: _State = field(default_factory=_State)

    def check(self, tree: nodes.Template) -> None:
        """The whole file."""
        self._body(tree.body)

    def _body(self, body: Sequence[nodes.Node]) -> None:
        for node in body:
            if isinstance(node, nodes.Output):
                for part in node.nodes:
                    if isinstance(part, nodes.TemplateData):
                        self._text(part.data, part.lineno)
                    else:
                        self._expression(part)
            elif isinstance(node, nodes.If):
                before = replace(self.state)
                ends = []
                for branch in (node.body, *(e.body for e in node.elif_), node.else_):
                    self.state = replace(before)
                    self._body(branch)
                    ends.append(self.state)
                self.state = ends[0]
            elif isinstance(node, nodes.Macro | nodes.AssignBlock):
                before, self.state = self.state, _State()
                self._body(node.body)
                self.state = before
            else:
                for body_of in (getattr(node, "body", None), getattr(node, "else_", None)):
                    if body_of:
                        self._body(body_of)

    # --- the template's own markup ---

    def _text(self, text: str, line: int) -> None:
        at = 0
        while at < len(text):
            at = getattr(self, f"_in_{self.state.where}")(text, at, line)

    def _line(self, text: str, at: int, line: int) -> int:
        return line + text.count("\n", 0, at)

    def _in_text(self, text: str, at: int, _line: int) -> int:
        found = text.find("<", at)
        if found < 0:
            return len(text)
        if text.startswith("<!--", found):
            self.state.where = "comment"
            return found + 4
        after = text[found + 1 : found + 2]
        if not after or after.isalpha() or after in "/!":
            self.state = _State("name")
        return found + 1

    def _in_comment(self, text: str, at: int, _line: int) -> int:
        end = text.find("-->", at)
        if end < 0:
            return len(text)
        self.state.where = "text"
        return end + 3

    def _in_name(self, text: str, at: int, line: int) -> int:
        name = re.compile(r"[^\s>]*").match(text, at)
        end = name.end() if name else at
        self.state.tag += text[at:end].lower().rstrip("/") if text[at:end] != "/" else "/"
        if end < len(text):
            if self.state.tag in _ACTIVE:
                self.report.add(
                    self.path, self._line(text, at, line), f"<{self.state.tag}> acts in a page", "a brief needs none"
                )
            self.state.where = "tag"
        return end

    def _in_tag(self, text: str, at: int, _line: int) -> int:
        char = text[at]
        if char == ">":
            raw = self.state.tag in ("style", "script")
            self.state = _State("raw" if raw else "text", self.state.tag if raw else "")
            return at + 1
        if char.isspace() or char == "/":
            return at + 1
        self.state.where, self.state.attribute = "attribute", ""
        return at

    def _in_attribute(self, text: str, at: int, line: int) -> int:
        found = re.compile(r"[^\s=>/]*").match(text, at)
        end = found.end() if found else at
        self.state.attribute += text[at:end].lower()
        if end == len(text):
            return end
        if self.state.attribute.startswith("on"):
            self.report.add(
                self.path, self._line(text, at, line), f"{self.state.attribute}= runs code", "a brief needs no script"
            )
        if text[end] == "=":
            self.state.where, self.state.value = "equals", ""
            return end + 1
        self.state.where = "tag"
        return end

    def _in_equals(self, text: str, at: int, _line: int) -> int:
        if text[at] in "\"'":
            self.state.where, self.state.quote = "quoted", text[at]
            return at + 1
        if text[at].isspace():
            return at + 1
        self.state.where = "bare"
        return at

    def _in_quoted(self, text: str, at: int, line: int) -> int:
        end = text.find(self.state.quote, at)
        self._more(text, at, end if end >= 0 else len(text), line)
        if end < 0:
            return len(text)
        self.state.where = "tag"
        return end + 1

    def _in_bare(self, text: str, at: int, line: int) -> int:
        found = re.compile(r"[^\s>]*").match(text, at)
        end = found.end() if found else at
        self._more(text, at, end, line)
        if end < len(text):
            self.state.where = "tag"
        return end

    def _more(self, text: str, at: int, end: int, line: int) -> None:
        """More of an attribute's value, which the template writes itself."""
        fresh = not self.state.value
        self.state.value += text[at:end]
        line = self._line(text, at, line)
        name, tag = self.state.attribute, self.state.tag
        if name in _ADDRESSES | _FETCHED and fresh and _CODE.match(self.state.value):
            self.report.add(self.path, line, f"{name}= holds code", "link to a page, or leave it out")
        fetched = name in _FETCHED or (name == "href" and tag in ("link", "image", "use"))
        if fetched and fresh and _REMOTE.match(self.state.value):
            self.report.add(
                self.path, line, f"{name}= is fetched when the page is opened", "a brief asks nothing of the network"
            )
        if name == "style":
            check_css(text[at:end], self.path, self.report, line)

    def _in_raw(self, text: str, at: int, line: int) -> int:
        end = text.lower().find(f"</{self.state.tag}", at)
        stop = end if end >= 0 else len(text)
        if self.state.tag == "style":
            for pattern, message, hint in _CSS:
                for found in pattern.finditer(text[at:stop]):
                    self.report.add(self.path, self._line(text, at + found.start(), line), message, hint)
        if end < 0:
            return len(text)
        self.state = _State("text")
        return end

    # --- values ---

    def _expression(self, node: nodes.Node) -> None:
        where, name = self.state.where, self.state.attribute
        line = node.lineno
        found = [o for t in self.shown.get(id(node), [ANY]) for o in options(t)]
        harmless = own_words(node) or all(o in (NUMBER, YES_NO) for o in found)
        if where in ("equals", "bare"):
            self.report.add(
                self.path, line, f"{name}= has no quotation marks around its value", f'write {name}="{{{{ … }}}}"'
            )
            self.state.where = "bare"
        elif where == "quoted":
            self._in_value(node, found, harmless)
        elif where == "raw" and not harmless and any(o != MARKUP for o in found):
            self.report.add(
                self.path, line, f"a value inside <{self.state.tag}> is not kept from acting", "show it elsewhere"
            )
        elif where in ("name", "tag", "attribute") and not harmless and any(_words(o) for o in found):
            what = "name of an element" if where == "name" else "attribute"
            self.report.add(self.path, line, f"a value stands where the {what} belongs", "write it out with if")
        if where == "quoted":
            self.state.value += "?"

    def _in_value(self, node: nodes.Node, found: Sequence[Type], harmless: bool) -> None:
        name, before = self.state.attribute, self.state.value
        if name == "style" and not harmless:
            self.report.add(
                self.path, node.lineno, "a value inside style= is not kept from acting", "name a class instead: class="
            )
        if name in _FETCHED and not own_words(node):
            self.report.add(
                self.path, node.lineno, f"{name}= would fetch what a value names", "a brief asks nothing of the network"
            )
        elif name in _ADDRESSES and not before.strip() and not harmless and any(o != ADDRESS for o in found):
            self.report.add(
                self.path,
                node.lineno,
                f"{name}= takes an address that was not looked at",
                f'write {name}="{{{{ …|url }}}}", which lets only http, https and mailto through',
            )


def check_markdown(tree: nodes.Template, path: Path, report: Report, shown: Mapping[int, Sequence[Type]]) -> None:
    """Links of Markdown whose address was not looked at, and HTML that acts."""
    for before, node in _beside(tree):
        found = [o for t in shown.get(id(node), [ANY]) for o in options(t)]
        if not own_words(node) and any(o != ADDRESS for o in found) and re.search(r"(?:\]\(|\]:\s*)<?$", before):
            report.add(
                path,
                node.lineno,
                "the link takes an address that was not looked at",
                "write ({{ …|url }}), which lets only http, https and mailto through",
            )
    for data in tree.find_all(nodes.TemplateData):
        for active in re.finditer(r"<(?:script|iframe|object|embed)\b|!\[[^\]]*\]\(\s*(?:https?:)?//", data.data, re.I):
            line = data.lineno + data.data.count("\n", 0, active.start())
            report.add(path, line, "this acts or is fetched when the page is opened", "a brief needs none")


def _beside(tree: nodes.Template) -> Iterator[tuple[str, nodes.Node]]:
    """Each value with the template's own words right before it."""
    for output in tree.find_all(nodes.Output):
        before = ""
        for part in output.nodes:
            if isinstance(part, nodes.TemplateData):
                before = part.data
            else:
                yield before, part
                before = ""


def _words(found: Type) -> bool:
    return isinstance(found, Scalar) and found.name in ("text", "address")
