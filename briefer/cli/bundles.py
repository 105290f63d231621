"""Briefs that were written as JSON, read back."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from briefer.errors import BrieferError, ContractError


def load_bundle(name: str) -> dict[str, Any]:
    """The JSON object in a file, or on standard input; whether it is a brief is the contract's to say."""
    try:
        data = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except OSError as error:
        raise BrieferError(
            f"{name} cannot be read: {error.strerror or error}", hint="give a brief written with -o NAME.json"
        ) from error
    try:
        bundle = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise ContractError(f"{name} is not JSON: {error}", hint="give a brief written with -o NAME.json") from error
    if not isinstance(bundle, dict):
        raise ContractError(f"{name} holds no brief", hint="give a brief written with -o NAME.json")
    return bundle
