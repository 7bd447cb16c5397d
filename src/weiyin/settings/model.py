"""What an operator sets, by name, with its shape."""

from __future__ import annotations

import base64
import binascii
import os
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr, field_validator
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

PREFIX = "WEIYIN_"


class AccountSettings(BaseModel):
    """One official account. Its key in `accounts` is the `{account}` of `/wechat/{account}`."""

    model_config = ConfigDict(extra="forbid")

    appid: str = Field(description="AppID of the service account")
    secret: SecretStr = Field(description="AppSecret; asked for when a token is fetched")
    token: SecretStr = Field(description="Token of the push configuration, 3 to 32 letters/digits")
    previous_token: SecretStr = Field(
        SecretStr(""), description="the Token before the last change, until it is changed at WeChat"
    )
    aes_key: SecretStr = Field(SecretStr(""), description="EncodingAESKey, 43 characters")
    previous_aes_key: SecretStr = Field(
        SecretStr(""), description="the key before the last change, while old pushes may arrive"
    )
    mode: Literal["plain", "compat", "safe"] = Field("safe", description="encryption of pushes")
    api_base: str = Field("https://api.weixin.qq.com", description="WeChat's API, or a simulator")
    open_base: str = Field("https://open.weixin.qq.com", description="WeChat's sign-in pages")
    script_base: str = Field("https://res.wx.qq.com", description="where WeChat's JS-SDK lies")
    gh_id: str = Field("", description="original id (gh_…); empty: not checked")
    book: str = Field("main", description="the bank's set of books that this account works on")
    templates: dict[str, str] = Field(
        default_factory=dict,
        description="template id of each kind of notice: account_change, card_spend (each also "
        "with _brief, without the balance), bill_ready, payment_due, event",
    )
    subscriptions: dict[str, str] = Field(
        default_factory=dict,
        description="subscription template id of a kind of notice; used where `templates` has none",
    )
    templates_a_day: int = Field(
        100_000, gt=0, description="template messages WeChat allows a day; reminders leave a tenth"
    )
    name: str = Field("", description="the bank's name on this account; empty: `bank_name`")
    persona: str = Field(
        "小微", min_length=1, max_length=8, description="what its assistant is called"
    )
    greeting: str = Field(
        "", max_length=300, description="its first words to a new follower; empty: the shipped ones"
    )
    hotline: str = Field("", description="its telephone number; empty: that of the install")
    brand_colour: str = Field(
        "",
        pattern=r"^(#[0-9a-fA-F]{6})?$",
        description="the one colour of its pages; empty: that of the install",
    )
    groups: tuple[str, ...] = Field(
        (), description="groups of functions, or single ones, this account offers; empty: all"
    )
    wechat_desk: bool = Field(
        False, description="hand-overs go to WeChat's own service client instead of our desk"
    )
    desk_workdays: str = Field(
        "08:00-22:00", description="hours of the agents' desk on workdays; spans by spaces"
    )
    desk_days_off: str = Field(
        "08:00-22:00", description="the same on weekends and holidays; empty: nobody is there"
    )


class Settings(BaseSettings):
    """Everything an operator sets. Secrets never print themselves."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_nested_delimiter="__", extra="forbid", frozen=True
    )

    database_url: str = Field(repr=False, description="sqlite:////path/weiyin.db or postgresql://…")
    public_url: str = Field(description="our address as phones see it: https://bank.example")
    seal_keys: dict[str, SecretStr] = Field(
        description="keys for sealed columns by key id: 32 bytes in base64; keep the old ones"
    )
    seal_current: str = Field("", description="the key id that new values are sealed with")
    seal_lookups: str = Field(
        "", description="the key id of look-ups: stays when seal_current changes; empty: the same"
    )
    seal_cipher: Literal["aes-gcm", "sm4-gcm"] = Field("aes-gcm", description="cipher of sealing")
    accounts: dict[str, AccountSettings] = Field(description="official accounts by their key")
    bank_name: str = Field("示范银行", description="the bank's name as customers know it")
    hotline: str = Field("95000", description="the telephone number printed on pages")
    brand_colour: str = Field(
        "#0b4ea2",
        pattern=r"^#[0-9a-fA-F]{6}$",
        description="the pages' one colour, dark enough for white words on it",
    )
    core_url: str = Field("", description="the bank's own core over HTTP; empty: embedded ledger")
    core_key: SecretStr = Field(SecretStr(""), description="bearer key for that core")
    core_timeout_seconds: float = Field(3.0, gt=0, le=30, description="deadline of a core call")
    billers_folder: str = Field(
        "", description="folder of the bank's own billers, one TOML file each, beside the shipped"
    )
    sms_url: str = Field("", description="the text-message gateway; empty: none")
    sms_key: SecretStr = Field(SecretStr(""), description="bearer key for that gateway")
    nats_servers: tuple[str, ...] = Field(
        (), description="a JetStream cluster that deliveries go through; empty: the outbox alone"
    )
    messages_a_minute: int = Field(
        600, ge=0, description="messages one person may send a minute; 0: as many as they like"
    )
    desk_kept_days: int = Field(
        1_095, ge=30, description="days that talks with agents and answered tickets are kept"
    )
    reminders_a_minute: int = Field(
        3_000, gt=0, description="reminders and marketing one worker sends a minute"
    )
    feed_key: SecretStr = Field(
        SecretStr(""),
        description="key that the keys of branches' queue machines are made from; empty: no feed",
    )
    metrics_key: SecretStr = Field(
        SecretStr(""), description="bearer key for /metrics (Prometheus); empty: no such page"
    )
    frame_ancestors: tuple[str, ...] = Field(
        (), description="who may show our pages in a frame: nobody, but for the demo's phone"
    )
    other_origins: tuple[str, ...] = Field(
        (), description="further addresses that our pages are reached at"
    )
    trusted_proxies: tuple[str, ...] = Field((), description="addresses of our own proxies")
    model_folder: str = Field(
        "", description="where `weiyin train` keeps the model of recognition; empty: none is used"
    )
    speech_url: str = Field(
        "", description="a recogniser of speech with OpenAI's transcription API, ending in /v1"
    )
    speech_key: SecretStr = Field(SecretStr(""), description="bearer key for that recogniser")
    speech_model: str = Field("whisper-1", description="what that recogniser calls its model")
    speech_folder: str = Field(
        "",
        description="folder of the embedded recogniser, filled by the extra `speech`; or none",
    )
    speech_seconds: float = Field(20.0, gt=0, le=60, description="deadline of a recognition")
    llm_url: str = Field(
        "", description="a language model with OpenAI's chat API, ending in /v1; empty: none"
    )
    llm_key: SecretStr = Field(SecretStr(""), description="bearer key for that model")
    llm_model: str = Field("default", description="what that server calls its model")
    llm_seconds: float = Field(3.0, gt=0, le=30, description="deadline of an answer of it")
    log_level: Literal["debug", "info", "warning", "error"] = Field("info", description="of logs")
    demo: bool = Field(False, description="the demonstration bank; never with real accounts")

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        del dotenv_settings, file_secret_settings
        file = os.environ.get("WEIYIN_CONFIG", "")
        found: tuple[PydanticBaseSettingsSource, ...] = (init_settings, env_settings)
        return (*found, TomlConfigSettingsSource(settings_cls, Path(file))) if file else found

    @field_validator("seal_keys")
    @classmethod
    def _keys_are_whole(cls, keys: dict[str, SecretStr]) -> dict[str, SecretStr]:
        if not keys:
            raise ValueError("at least one key is needed")
        for key_id, key in keys.items():
            decode_key(key_id, key)
        return keys

    def seal_key_bytes(self) -> dict[str, bytes]:
        return {key_id: decode_key(key_id, key) for key_id, key in self.seal_keys.items()}

    @property
    def seal_key_id(self) -> str:
        """The key id to seal with: the one named, or the only one."""
        return self.seal_current or next(iter(self.seal_keys))


def decode_key(key_id: str, key: SecretStr) -> bytes:
    """32 bytes out of base64. Raises ValueError naming the key, never showing it."""
    try:
        data = base64.b64decode(key.get_secret_value(), validate=True)
    except binascii.Error:
        data = b""
    if len(data) != 32 or len(set(data)) < 8:
        raise ValueError(f"key {key_id!r} must be 32 random bytes in base64")
    return data


def variable(*path: object) -> str:
    """The variable of a setting: ("accounts", "main", "token") → WEIYIN_ACCOUNTS__MAIN__TOKEN."""
    return PREFIX + "__".join(str(part).upper() for part in path)
