"""A mail's HTML: styles in the elements, as mail programs want them, and the dark rules after them."""

from __future__ import annotations

import re

_STYLE = re.compile(r"<style[^>]*>(.*?)</style>", re.DOTALL | re.IGNORECASE)
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_VARIABLE = re.compile(r"var\(\s*(--[\w-]+)\s*(?:,[^()]*)?\)")
_VALUE = re.compile(r"(--[\w-]+)\s*:\s*([^;}]+)")
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
    page = inliner.inline(page)
    known = {condition: _values(body) for condition, body in conditional}
    kept = [f"@media {c} {{{_filled(body, {**values, **known.get(c, {})})}}}" for c, body in media]
    return page.replace("</head>", f"<style>{' '.join(' '.join(kept).split())}</style></head>", 1) if kept else page


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
