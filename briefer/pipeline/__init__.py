"""The only wiring: inputs to a brief, step by step, with the adapters that were chosen."""

from __future__ import annotations

from briefer.pipeline.checking import Verdict, check, verified
from briefer.pipeline.desk import edited
from briefer.pipeline.engines import ModelServer, model_server, open_engine, open_model, try_model
from briefer.pipeline.kept import Cache
from briefer.pipeline.materials import LEFT_OUT
from briefer.pipeline.run import Briefer, Inputs
from briefer.pipeline.watch import QUIET, Watch

__all__ = [
    "LEFT_OUT",
    "QUIET",
    "Briefer",
    "Cache",
    "Inputs",
    "ModelServer",
    "Verdict",
    "Watch",
    "check",
    "edited",
    "model_server",
    "open_engine",
    "open_model",
    "try_model",
    "verified",
]
