"""The engine that asks a language model, at OpenAI, Azure or any server that speaks their API.

`engine` reads and repairs; `prompt`, `reply`, `schema`, `findings`, `repair` and `split` are what it asks and how it
takes the answer; `transport` and what it uses carry the calls.
"""

from briefer.engines.openai.engine import OpenAIEngine

__all__ = ["OpenAIEngine"]
