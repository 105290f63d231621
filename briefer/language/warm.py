"""Importing this loads the parser and the rules: for a process that others are forked from, so that none of them has to.

What stands in the way of that is met again, and told, by whoever parses first.
"""

from contextlib import suppress

from briefer.language import analyse
from briefer.model import Article

with suppress(Exception):
    analyse(Article.of("The council of Norrmark met on Monday.", language="en"))
