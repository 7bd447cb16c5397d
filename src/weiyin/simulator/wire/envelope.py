"""A push as it leaves for the bot, and the bot's answer as it comes back."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

from weiyin.base.ids import Rng, digits
from weiyin.simulator.settings import Account, Format, Mode
from weiyin.simulator.wire import cipher, signing, xml
from weiyin.simulator.wire.xml import Fields


class BadReply(Exception):
    """The bot's answer cannot be shown; the reason is for the developer's log."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """One delivery: where to, what, and under which content type."""

    url: str
    body: bytes
    content_type: str


def compose(account: Account, openid: str, fields: Fields, timestamp: int, rng: Rng) -> Sealed:
    """Sign, and outside plain mode encrypt, one push."""
    when, nonce = str(timestamp), digits(10, rng)
    query = {
        "signature": signing.sign(account.token, when, nonce),
        "timestamp": when,
        "nonce": nonce,
        "openid": openid,
    }
    content: Fields = fields
    if account.mode is not Mode.PLAIN:
        sealed = cipher.seal(account.aes_key, account.appid, _write(account, fields), rng)
        query["encrypt_type"] = "aes"
        query["msg_signature"] = signing.sign(account.token, when, nonce, sealed)
        whole = fields if account.mode is Mode.COMPAT else {"ToUserName": fields["ToUserName"]}
        content = {**whole, "Encrypt": sealed}
    kind = "application/json" if account.format is Format.JSON else "text/xml"
    return Sealed(with_query(account.callback_url, query), _write(account, content), kind)


def with_query(url: str, query: dict[str, str]) -> str:
    """`url` with further query parameters, whether it had some or not."""
    return f"{url}{'&' if urlsplit(url).query else '?'}{urlencode(query)}"


def _write(account: Account, fields: Fields) -> bytes:
    if account.format is Format.JSON:
        return json.dumps(fields, ensure_ascii=False, separators=(",", ":")).encode()
    return xml.write(fields).encode()


def read_reply(account: Account, body: bytes) -> Fields | None:
    """The bot's passive answer; None for `success` and for an empty one. Raises BadReply."""
    text = body.strip()
    if text in (b"", b"success"):
        return None
    fields = _parse(account, text)
    if "Encrypt" in fields:
        return _parse(account, _unseal(account, fields))
    if account.mode is Mode.SAFE:
        raise BadReply("in safe mode the reply must be encrypted")
    return fields


def _parse(account: Account, text: bytes) -> Fields:
    if account.format is Format.JSON and text.startswith(b"{"):
        try:
            found: Any = json.loads(text)
        except ValueError as error:
            raise BadReply("the reply is not JSON") from error
        if not isinstance(found, dict):
            raise BadReply("the reply is not a JSON object")
        return found
    try:
        return xml.read(text)
    except xml.BadXml as error:
        raise BadReply(f"the reply is not XML: {error}") from error


def _unseal(account: Account, fields: Fields) -> bytes:
    if account.mode is Mode.PLAIN:
        raise BadReply("in plain mode the reply must not be encrypted")
    sealed, stamp, nonce, claimed = (
        str(fields.get(name, "")) for name in ("Encrypt", "TimeStamp", "Nonce", "MsgSignature")
    )
    if not signing.genuine(claimed, account.token, stamp, nonce, sealed):
        raise BadReply("MsgSignature is wrong")
    try:
        return cipher.unseal(account.aes_key, account.appid, sealed)
    except cipher.BadCipher as error:
        raise BadReply(str(error)) from error
