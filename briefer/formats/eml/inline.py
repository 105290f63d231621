"""A mail's HTML: styles in the elements, as mail programs want them, and the dark rules after them."""

from __future__ import annotations

import re
from html import unescape
from unicodedata import bidirectional

_STYLE = re.compile(r"<style[^>]*>(.*?)</style>", re.DOTALL | re.IGNORECASE)
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_VARIABLE = re.compile(r"var\(\s*(--[\w-]+)\s*(?:,[^()]*)?\)")
_VALUE = re.compile(r"(--[\w-]+)\s*:\s*([^;}]+)")
#: A start tag as the inliner writes it; in words a quotation mark stands as it is, in values it is escaped.
_TAG = re.compile(r'<[a-z][\w-]*(?: [^\s"=<>]+(?:="[^"]*")?)*>')
_INLINED = re.compile(r' style="([^"]*)"')
_AUTO = re.compile(r'<span dir="auto">([^<]*)</span>')
#: Classes of characters that run from right to left, and of digits among them (Unicode, annex 9).
_BACKWARDS = frozenset({"R", "AL", "AN"})
#: What a declaration can do without: mail programs count bytes.
_SPARE = re.compile(r"(:) |;$")
_ROOT = re.compile(r":root\s*\{([^}]*)\}")


def inlined(html: str, theme: str) -> str:
    """The page with its rules in `style` attributes; what stands in `@media` comes back as a sheet in its head.

    `theme` gives the values of variables, which mail programs do not know: those of its `:root`, and for rules
    within a `@media` block those of the `:root` in the theme's block of the same condition.
    """
    import css_inline

    sheet = _COMMENT.sub("", "\n".join(_STYLE.findall(html)))
    plain, media = _parted(sheet)
    base, conditional = _parted(_COMMENT.sub("", theme))
    values = _values(base)
    inliner = css_inline.CSSInliner(load_remote_stylesheets=False, keep_style_tags=False, inline_style_tags=True)
    page = _STYLE.sub("", html)
    page = page.replace("</head>", f"<style>{_filled(plain, values)}</style></head>", 1)
    page = _spared(inliner.inline(page))
    known = {condition: _values(body) for condition, body in conditional}
    kept = [f"@media {c} {{{_filled(body, {**values, **known.get(c, {})})}}}" for c, body in media]
    return page.replace("</head>", f"<style>{' '.join(' '.join(kept).split())}</style></head>", 1) if kept else page


def _brief(style: re.Match[str]) -> str:
    return f' style="{_SPARE.sub(lambda spare: spare[1] or "", style[1])}"'


def _spared(page: str) -> str:
    """The same page in fewer bytes, which mail programs count.

    Words that run from left to right within a page that does need nothing to say so.
    """
    page = _TAG.sub(lambda tag: _INLINED.sub(_brief, tag[0]), page)
    if 'dir="rtl"' in page:
        return page
    return _AUTO.sub(lambda m: m[0] if any(bidirectional(c) in _BACKWARDS for c in unescape(m[1])) else m[1], page)


def _values(css: str) -> dict[str, str]:
    return {name: value.strip() for root in _ROOT.findall(css) for name, value in _VALUE.findall(root)}


def _filled(css: str, values: dict[str, str]) -> str:
    """The rules with every known variable's value in its place."""
    for _ in range(4):  # a value may name another variable
        filled = _VARIABLE.sub(lambda m: values.get(m[1], m[0]), css)
        if filled == css:
            break
        css = filled
    return css


def _parted(css: str) -> tuple[str, list[tuple[str, str]]]:
    """What stands outside of `@media` blocks, and each block as its condition and its rules."""
    plain: list[str] = []
    blocks: list[tuple[str, str]] = []
    at = 0
    for match in re.finditer(r"@media([^{]*)\{", css):
        if match.start() < at:
            continue
        depth, end = 1, match.end()
        while depth and end < len(css):
            depth += {"{": 1, "}": -1}.get(css[end], 0)
            end += 1
        plain.append(css[at : match.start()])
        blocks.append((" ".join(match[1].split()), css[match.end() : end - 1]))
        at = end
    plain.append(css[at:])
    return "".join(plain), blocks
