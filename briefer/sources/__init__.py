"""Where documents come from. Each source is loaded by name, through its entry point, and made from one input."""
