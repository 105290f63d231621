"""Fetching from the web: politely, within limits, and never where a pasted link should not lead.

`briefer.http.web.OpenWeb` fetches; it is not named here, because its libraries take their time to load.
"""

from __future__ import annotations

from briefer.http.addresses import canonical, is_public
from briefer.http.settings import HostHeaders, Limits, Resolver, WebSettings

__all__ = ["HostHeaders", "Limits", "Resolver", "WebSettings", "canonical", "is_public"]
