"""The keypad: what only its owner may know is sealed in the browser, and opened only here.

RSA-OAEP with SHA-256 and 3072 bits, which every browser has built in. The private key lies sealed
in the store, shared by all processes, and is replaced once a day; the one before it still opens
what a page that is open was given. What is sealed names what it is for (a draft's handle, or whose
form of what function), so that nobody can carry it elsewhere.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import json
from datetime import datetime, timedelta

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from weiyin.base.clock import from_us, to_us
from weiyin.base.errors import BadInput
from weiyin.base.ids import SYSTEM_RNG, Rng, is_row_id, row_id
from weiyin.base.views import Keypad
from weiyin.storage.sealed import Sealer
from weiyin.storage.sql import sql
from weiyin.storage.store import Store, Tx

_BITS = 3072
_LIFE = timedelta(days=1)
_OVERLAP = timedelta(hours=1)
_OAEP = padding.OAEP(padding.MGF1(hashes.SHA256()), hashes.SHA256(), None)
_HEARD = "输入未能识别，请刷新页面后重新输入"

_NEWEST = sql(
    "SELECT key_id, private_sealed, made_us FROM keypad_keys ORDER BY made_us DESC LIMIT 1"
)
_FIND = sql("SELECT private_sealed FROM keypad_keys WHERE key_id=:key_id")
_KEEP = sql(
    "INSERT INTO keypad_keys (key_id, private_sealed, made_us)"
    " VALUES (:key_id, :private_sealed, :made_us)"
)
_FORGET = sql("DELETE FROM keypad_keys WHERE made_us < :before_us")


def open_keypad(store: Store, sealer: Sealer, now: datetime, rng: Rng = SYSTEM_RNG) -> Keypad:
    """Today's keypad; the first who asks for it makes its key."""
    row = store.read(lambda reader: reader.one(_NEWEST))
    if row is not None and now < from_us(row[2]) + _LIFE:
        return Keypad(row[0], _public(_private(sealer, row[0], bytes(row[1]))))
    # Made outside the unit of work: it takes a good part of a second.
    made, key_id = rsa.generate_private_key(65537, _BITS), row_id(now, rng)
    store.run(lambda tx: _keep(tx, sealer, key_id, made, now))
    return Keypad(key_id, _public(made))


def open_typed(
    store: Store, sealer: Sealer, key_id: str, sealed: str, handle: str, *, field: str = "pin"
) -> str:
    """What was typed for `handle`: a draft's, or a form's. Raises BadInput for anything else."""
    row = None
    if is_row_id(key_id):
        row = store.read(lambda reader: reader.one(_FIND, key_id=key_id))
    if row is None:
        raise BadInput(field, "页面已过期，请刷新后重新输入")
    try:
        private = _private(sealer, key_id, bytes(row[0]))
        said = json.loads(private.decrypt(base64.b64decode(sealed, validate=True), _OAEP))
        typed, meant = str(said["typed"]), str(said["handle"]).encode()
    except (ValueError, binascii.Error, KeyError, TypeError) as error:
        raise BadInput(field, _HEARD) from error
    if not hmac.compare_digest(meant, handle.encode()):
        raise BadInput(field, _HEARD)
    return typed


def _keep(tx: Tx, sealer: Sealer, key_id: str, made: rsa.RSAPrivateKey, now: datetime) -> None:
    tx.run(_FORGET, before_us=to_us(now - _LIFE - _OVERLAP))
    words = made.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    ).decode()
    sealed = sealer.seal(words, table="keypad_keys", column="private_sealed", row=key_id)
    tx.run(_KEEP, key_id=key_id, private_sealed=sealed, made_us=to_us(now))


def _private(sealer: Sealer, key_id: str, sealed: bytes) -> rsa.RSAPrivateKey:
    words = sealer.open(sealed, table="keypad_keys", column="private_sealed", row=key_id)
    found = serialization.load_pem_private_key(words.encode(), None)
    assert isinstance(found, rsa.RSAPrivateKey)
    return found


def _public(private: rsa.RSAPrivateKey) -> str:
    spki = private.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return base64.b64encode(spki).decode()
