"""Engines: what reads an analysis into findings. Each is loaded by name, through its entry point."""
