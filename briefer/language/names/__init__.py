"""Who and what an article names: entities with their roles, aliases and resolved mentions; `entities` finds them."""
