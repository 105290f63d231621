"""Who and what an article names: entities with their roles, aliases and resolved mentions."""

from briefer.language.names.entities import entity_at, find_entities

__all__ = ["entity_at", "find_entities"]
