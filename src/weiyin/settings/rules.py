"""What settings cannot be, taken together; each rule yields what is wrong, naming the variable."""

from __future__ import annotations

import ipaddress
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from weiyin.base.errors import Misconfigured
from weiyin.settings.model import AccountSettings, Settings, variable

SAMPLES = frozenset({"weiyinDemoToken", "0f1e2d3c4b5a69788796a5b4c3d2e1f0"})
"""What the stand-in's own account uses: printed, so known to everybody."""

_ADDRESSES = ("public_url", "core_url", "sms_url", "speech_url", "llm_url")
_KEY_BESIDE = {"core_url": "core_key", "sms_url": "sms_key"}
_KEYS = ("core_key", "sms_key", "feed_key", "metrics_key", "speech_key", "llm_key")
_HERE = frozenset({"127.0.0.1", "localhost", "::1"})
_ORIGIN = re.compile(r"https?://[A-Za-z0-9.\-]+(?::\d{1,5})?|https?://\[[0-9a-f:]+\](?::\d{1,5})?")
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,31}")
_HOTLINE = re.compile(r"[0-9][0-9-]{2,19}")
_BEARER = re.compile(r"[!-~]+")
_TOLD_AS = frozenset(
    {"account_change", "account_change_brief", "card_spend", "card_spend_brief"}
    | {"bill_ready", "payment_due", "event"}
)
"""What a template may be for (`Notice.kind`)."""
_FEED_KEY = 16
_CONTRAST = 4.5
"""Of white words on the brand's colour: WCAG 2.2, 1.4.3 (AA)."""

Faults = Iterator[Misconfigured]


def faults(settings: Settings) -> Faults:
    """All that is wrong, the gravest first."""
    yield from _addresses(settings)
    yield from _demo(settings) if settings.demo else _earnest(settings)
    yield from _store(settings)
    yield from _accounts(settings)
    yield from _keys(settings)
    yield from _others(settings)


def _addresses(settings: Settings) -> Faults:
    """Keys, codes and cookies travel to these: by TLS, or not beyond this machine."""
    for name in _ADDRESSES:
        url = getattr(settings, name)
        if url and not (url.startswith("https://") or is_here(url)):
            yield Misconfigured(variable(name), "must be an https:// address")
    origins = {"public_url": (settings.public_url,)}
    origins |= {name: getattr(settings, name) for name in ("other_origins", "frame_ancestors")}
    for name, urls in origins.items():
        if not all(_ORIGIN.fullmatch(url) for url in urls):
            yield Misconfigured(variable(name), "must look like https://bank.example, no path")


def _demo(settings: Settings) -> Faults:
    """The demo never meets anything real (check S05)."""
    for key, account in settings.accounts.items():
        for name in ("api_base", "open_base", "script_base"):
            if not is_here(getattr(account, name)):
                real = variable("accounts", key, name)
                yield Misconfigured(variable("demo"), f"{real} is not on this machine")
    if settings.core_url or not is_here(settings.public_url):
        yield Misconfigured(variable("demo"), "the demonstration bank stays on this machine")


def _earnest(settings: Settings) -> Faults:
    """Nothing of the demo is used in earnest (check S05)."""
    for name in ("other_origins", "frame_ancestors"):
        if not all(url.startswith("https://") for url in getattr(settings, name)):
            yield Misconfigured(variable(name), "must be https:// addresses")
    for key, account in settings.accounts.items():
        for name in ("secret", "token"):
            if getattr(account, name).get_secret_value() in SAMPLES:
                yield Misconfigured(variable("accounts", key, name), "is the published sample")


def _store(settings: Settings) -> Faults:
    if not settings.database_url.startswith(("sqlite:///", "postgresql://")):
        wanted = "sqlite:////path/weiyin.db or postgresql://…"
        yield Misconfigured(variable("database_url"), f"must be {wanted}")
    for name in ("seal_current", "seal_lookups"):
        key_id = getattr(settings, name)
        if key_id and key_id not in settings.seal_keys:
            yield Misconfigured(variable(name), f"WEIYIN_SEAL_KEYS has no key {key_id!r}")


def _accounts(settings: Settings) -> Faults:
    if not settings.accounts:
        yield Misconfigured(variable("accounts"), "at least one official account is needed")
    for key, account in settings.accounts.items():
        if not _NAME.fullmatch(key):
            yield Misconfigured(variable("accounts", key), "its key is small letters and digits")
        if not _NAME.fullmatch(account.book):
            named = variable("accounts", key, "book")
            yield Misconfigured(named, "is small letters and digits")
        for name in ("templates", "subscriptions"):
            for kind in sorted(set(getattr(account, name)) - _TOLD_AS):
                named = variable("accounts", key, name)
                yield Misconfigured(named, f"no notice is a {kind!r}")
    for appid, count in Counter(one.appid for one in settings.accounts.values()).items():
        if count > 1:
            yield Misconfigured(variable("accounts"), f"{count} accounts have the AppID {appid}")
    books = {account.book for account in settings.accounts.values()}
    if settings.core_url and len(books) > 1:
        wrong = f"one core keeps one set of books, not {sorted(books)}"
        yield Misconfigured(variable("core_url"), wrong)


def _keys(settings: Settings) -> Faults:
    for url, key in _KEY_BESIDE.items():
        if getattr(settings, url) and not getattr(settings, key).get_secret_value():
            yield Misconfigured(variable(key), f"{variable(url)} is set: its key is needed")
    for name in _KEYS:
        key = getattr(settings, name).get_secret_value()
        if key and not _BEARER.fullmatch(key):
            yield Misconfigured(variable(name), "a key is printable ASCII without spaces")
    feed = settings.feed_key.get_secret_value()
    if feed and len(feed) < _FEED_KEY:
        yield Misconfigured(variable("feed_key"), f"needs at least {_FEED_KEY} characters")


def _others(settings: Settings) -> Faults:
    shown: list[tuple[tuple[str, ...], Settings | AccountSettings]] = [((), settings)]
    shown += [(("accounts", key), one) for key, one in settings.accounts.items()]
    for place, one in shown:
        if one.brand_colour and _contrast_with_white(one.brand_colour) < _CONTRAST:
            yield Misconfigured(variable(*place, "brand_colour"), "too light for white words on it")
        if (one.hotline or not place) and not _HOTLINE.fullmatch(one.hotline):
            wanted = "must be a telephone number, such as 95000"
            yield Misconfigured(variable(*place, "hotline"), wanted)
    if not all(url.startswith(("nats://", "tls://")) for url in settings.nats_servers):
        yield Misconfigured(variable("nats_servers"), "must be nats:// or tls:// addresses")
    if not all(map(_is_network, settings.trusted_proxies)):
        yield Misconfigured(variable("trusted_proxies"), "must be addresses, such as 10.0.0.7")
    if settings.speech_folder and not Path(settings.speech_folder).is_dir():
        yield Misconfigured(variable("speech_folder"), f"there is no {settings.speech_folder}")
    if settings.model_folder and not Path(settings.model_folder).parent.is_dir():
        missing = Path(settings.model_folder).parent
        yield Misconfigured(variable("model_folder"), f"there is no {missing} to keep it in")


def is_here(url: str) -> bool:
    """Whether `url` leads to this very machine."""
    try:
        return urlsplit(url).hostname in _HERE
    except ValueError:
        return False


def _is_network(text: str) -> bool:
    try:
        ipaddress.ip_network(text)
    except ValueError:
        return False
    return True


def _contrast_with_white(colour: str) -> float:
    """1 to 21, of `#rrggbb`. Formula: WCAG 2.2, relative luminance."""
    shares = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in shares]
    red, green, blue = linear
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)
