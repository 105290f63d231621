"""A real browser and what belongs to it: where they are, how they are started, what they find wrong with a page."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
    " --disable-component-update --disable-sync"
).split()
NODE = shutil.which("node") or shutil.which("nodejs")
SYSTEM = Path(__file__).parents[1] / "system"
NODE_MODULES = SYSTEM / "node_modules"
VALIDATE = NODE_MODULES / "html-validate" / "bin" / "html-validate.mjs"
AXE = NODE_MODULES / "axe-core" / "axe.min.js"
#: Light and dark, a phone's width and a desk's.
SIGHTS = [(scheme, width) for scheme in ("light", "dark") for width in (375, 1280)]
# Elements that reach beyond the right or the left edge; what is hidden for eyes alone is clipped to a pixel.
OVERFLOW = """() => [...document.querySelectorAll('body *')].filter(e => {
  const r = e.getBoundingClientRect(), w = document.documentElement.clientWidth;
  return e.checkVisibility() && !e.closest('thead') && !e.closest('svg svg') && r.width > 1 && (r.right > w + 0.5 || r.left < -0.5);
}).map(e => e.tagName + ' ' + e.textContent.slice(0, 40))"""


def violations(page: Page, within: str = "html") -> list[tuple[str, str]]:
    """Rule and first place of each violation of WCAG 2.2 A and AA and of the good practices that axe knows."""
    result = page.evaluate("within => axe.run(within, {resultTypes: ['violations']})", within)
    return [(found["id"], found["nodes"][0]["html"][:200]) for found in result["violations"]]


def validated(files: list[str]) -> list[tuple[str, str, str]]:
    """File and place, rule and message of each fault that html-validate finds."""
    command = [str(NODE), str(VALIDATE), "--config", str(SYSTEM / ".htmlvalidate.json"), "--formatter", "json", *files]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=SYSTEM, timeout=300)
    assert done.returncode in {0, 1}, done.stderr
    return [
        (f"{Path(report['filePath']).name}:{fault['line']}", fault["ruleId"], fault["message"])
        for report in json.loads(done.stdout)
        for fault in report["messages"]
    ]
