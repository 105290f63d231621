"""Settings from briefer.toml."""

from briefer.config.briefs import checked_language
from briefer.config.files import find, load, user_folder
from briefer.config.mail import addressee, mailbox
from briefer.config.settings import (
    FILE_NAME,
    EngineSettings,
    HostSettings,
    MailSettings,
    PriceList,
    Secret,
    Settings,
    SourceSettings,
    StoreSettings,
    WebTable,
)

__all__ = [
    "FILE_NAME",
    "EngineSettings",
    "HostSettings",
    "MailSettings",
    "PriceList",
    "Secret",
    "Settings",
    "SourceSettings",
    "StoreSettings",
    "WebTable",
    "addressee",
    "checked_language",
    "find",
    "load",
    "mailbox",
    "user_folder",
]
