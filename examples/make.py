"""Renders the example briefs anew into `examples/briefs`, or into the folder that is given."""

from __future__ import annotations

import argparse
import os
import shutil
from datetime import UTC, datetime
from pathlib import Path

from briefer import Briefer
from briefer.config import load

ROOT = Path(__file__).resolve().parent.parent
#: Briefs of the same articles made at the same time are the same, byte for byte.
NOW = datetime(2026, 11, 21, 6, 0, tzinfo=UTC)
FORMATS = {"html": "html", "md": "markdown", "txt": "text", "json": "json"}
#: Name of the brief -> its table in briefer.toml and its articles.
BRIEFS = {
    "daily": ("morning", ["articles"]),
    "ministerial": ("minister", ["articles/skerry-bank-meridian.md"]),
}


def make(folder: Path) -> None:
    """Each brief in each format."""
    folder.mkdir(parents=True, exist_ok=True)
    # The account names its inputs as they were given: from the checkout, wherever that lies.
    os.chdir(ROOT)
    settings = load(Path("examples/briefer.toml"))
    for name, (profile, articles) in BRIEFS.items():
        briefer = Briefer(profile=settings.profile(profile))
        brief = briefer.brief([f"examples/{article}" for article in articles], now=NOW, id=f"example-{name}")
        for ending, kind in FORMATS.items():
            (folder / f"{name}.{ending}").write_bytes(briefer.render(brief, format=kind).encode())


def picture(page: Path, file: Path) -> None:
    """The page as a browser shows it, with a quotation's evidence open, at twice the size for sharp screens."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        tab = browser.new_page(viewport={"width": 900, "height": 1100}, device_scale_factor=2)
        tab.goto(page.as_uri())
        tab.locator(".said button.e").first.click()
        tab.screenshot(path=file)
        browser.close()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT / "examples" / "briefs")
    parser.add_argument("--picture", type=Path, help="also write a picture of the ministerial brief to this PNG file")
    options = parser.parse_args()
    folder, image = options.folder.resolve(), options.picture and options.picture.resolve()
    make(folder)
    if image:
        picture(folder / "ministerial.html", image)
