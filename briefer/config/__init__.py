"""Settings from briefer.toml."""

from briefer.config.briefs import checked_language
from briefer.config.files import find, load, user_folder
from briefer.config.settings import FILE_NAME, EngineSettings, PriceList, Secret, Settings, StoreSettings

__all__ = [
    "FILE_NAME",
    "EngineSettings",
    "PriceList",
    "Secret",
    "Settings",
    "StoreSettings",
    "checked_language",
    "find",
    "load",
    "user_folder",
]
