"""The only wiring: inputs to a brief, step by step, with the adapters that were chosen."""

from __future__ import annotations

from briefer.pipeline.desk import edited
from briefer.pipeline.engines import ModelServer, model_server, open_engine, open_model, try_model
from briefer.pipeline.kept import Cache
from briefer.pipeline.run import LEFT_OUT, QUIET, Briefer, Inputs, Verdict, Watch, verify

__all__ = [
    "LEFT_OUT",
    "QUIET",
    "Briefer",
    "Cache",
    "Inputs",
    "ModelServer",
    "Verdict",
    "Watch",
    "edited",
    "model_server",
    "open_engine",
    "open_model",
    "try_model",
    "verify",
]
