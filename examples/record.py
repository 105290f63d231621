"""Makes `examples/recorded/findings.jsonl`, for `--engine replay`, from the replies in `examples/recorded/replies`.

A reply is what a good model would answer to an article's prompt; it was written by hand. `--prompts FOLDER` writes
the prompts, with the numbers of the sentences and quotations that a reply cites.
"""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Iterator
from pathlib import Path

from briefer import Briefer, Profile, Skipped
from briefer.contract import dump_findings
from briefer.engines.openai.findings import to_findings
from briefer.engines.openai.prompt import Prompts, read_prompt
from briefer.engines.openai.reply import parse_reply
from briefer.language import analyse
from briefer.model import Analysis, EngineInfo, Findings

ROOT = Path(__file__).resolve().parent.parent
RECORDED = ROOT / "examples" / "recorded"
MODEL = "example-model"


def analyses() -> Iterator[tuple[str, Analysis]]:
    """Each article's name and analysis: `articles-2` is the second row of articles.jsonl."""
    # Replies are found by the inputs' names, which are seen from the checkout.
    os.chdir(ROOT)
    for reading in Briefer().read(["examples/articles"]):
        if not isinstance(reading, Skipped):
            name = Path(reading.input).name
            file, _, row = name.partition(":")
            yield f"{Path(file).stem}-{row}" if row else Path(file).stem, analyse(reading.article)


def findings(name: str, analysis: Analysis, prompts: Prompts) -> Findings:
    """What the recorded reply comes to, unchecked; it must have the form that is asked for throughout."""
    reply, lost = parse_reply((RECORDED / "replies" / f"{name}.json").read_text(encoding="utf-8"))
    if lost:
        raise SystemExit(f"{name}.json: {lost} items have not the form of one")
    engine = EngineInfo(name="openai", model=MODEL, prompt=prompts.digest)
    return to_findings(reply, analysis, engine=engine)


def record(file: Path) -> None:
    """One line an article."""
    prompts = Prompts()
    rows = [dump_findings(findings(name, analysis, prompts)) for name, analysis in analyses()]
    text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text.encode())


def write_prompts(folder: Path) -> None:
    """One file an article."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, analysis in analyses():
        prompt = read_prompt(analysis, Profile(), Prompts(), sentences=range(len(analysis.sentences)))
        (folder / f"{name}.txt").write_bytes(f"{prompt.system}\n\n{prompt.user}\n".encode())


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", nargs="?", type=Path, default=RECORDED / "findings.jsonl")
    parser.add_argument("--prompts", type=Path, help="write the prompts into this folder instead")
    options = parser.parse_args()
    if options.prompts:
        write_prompts(options.prompts.resolve())
    else:
        record(options.file.resolve())
