"""Importing this loads the parser and the rules: for a process that others are forked from, so that none of them has to.

What stands in the way of that is met again, and told, by whoever parses first.
"""

import gc
from contextlib import suppress

# What is loaded lasts: there are few cycles to look for.
gc.set_threshold(100_000, 50, 50)

from briefer.language import analyse  # noqa: E402
from briefer.model import Article  # noqa: E402

with suppress(Exception):
    analyse(Article.of("The council of Norrmark met on Monday.", language="en"))
