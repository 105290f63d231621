"""How a brief leaves the house, one small class a format."""
