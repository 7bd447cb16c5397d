"""A person with a phone: chats through WeChat's stand-in, opens our pages, reads texts."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin, urlsplit

import httpx

from tests.house.bank import Person


@dataclass
class Browser:
    """The web view of one phone: a secure place although on plain HTTP, as browsers hold it.

    httpx would not send a `Secure` cookie to 127.0.0.1, so the jar is kept here.
    """

    bank_url: str
    handset: str = ""
    cookies: dict[str, str] = field(default_factory=dict)
    seen: list[httpx.Response] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._http = httpx.Client(timeout=20, trust_env=False)

    def get(self, url: str) -> httpx.Response:
        """Follow every redirect, as a web view does."""
        return self._follow("GET", urljoin(self.bank_url, url))

    def post(self, path: str, **fields: str) -> httpx.Response:
        """Send a form of our own page, and go where it leads."""
        return self._follow("POST", urljoin(self.bank_url, path), fields)

    def close(self) -> None:
        self._http.close()

    def _follow(self, method: str, url: str, fields: Any = None) -> httpx.Response:
        for _ in range(10):
            response = self._ask(method, url, fields)
            if not response.is_redirect:
                return response
            method, fields, url = "GET", None, urljoin(url, response.headers["location"])
        raise AssertionError(f"redirected without end at {url}")

    def _ask(self, method: str, url: str, fields: Any) -> httpx.Response:
        ours = url.startswith(self.bank_url)
        headers = {"sec-fetch-site": "same-origin" if ours else "none"}
        if ours:
            headers["cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        elif self.handset:
            headers["x-sim-phone"] = self.handset
        if method == "POST":
            headers["origin"] = self.bank_url
            headers["content-type"] = "application/x-www-form-urlencoded"
        response = self._http.request(method, url, data=fields, headers=headers)
        self.seen.append(response)
        if ours:
            self._keep(response)
        return response

    def _keep(self, response: httpx.Response) -> None:
        for line in response.headers.get_list("set-cookie"):
            pair, *attributes = (part.strip() for part in line.split(";"))
            name, _, value = pair.partition("=")
            assert "Secure" in attributes
            if "Max-Age=0" in attributes:
                self.cookies.pop(name, None)
            else:
                self.cookies[name] = value


class Phone:
    """One handset of the stand-in, looking at the first account."""

    def __init__(self, platform_url: str, bank_url: str, handset: str) -> None:
        self.handset = handset
        self.browser = Browser(bank_url, handset)
        self._http = httpx.Client(base_url=platform_url, timeout=40, trust_env=False)

    def close(self) -> None:
        self.browser.close()
        self._http.close()

    # -- the chat ----------------------------------------------------------------------------

    def act(self, name: str, **facts: Any) -> dict[str, Any]:
        """What came of it: {attempts, open, messages}."""
        response = self._http.post(f"/sim/phones/{self.handset}/{name}", json=facts)
        assert response.is_success, response.text
        found: dict[str, Any] = response.json()
        return found

    def say(self, text: str) -> str:
        return self.replies(self.act("say", text=text))

    def speak(self, text: str) -> str:
        return self.replies(self.act("voice", text=text))

    def tap(self, key: str) -> str:
        return self.replies(self.act("tap", key=key))

    def replies(self, told: dict[str, Any]) -> str:
        """The passive answers in words."""
        return "\n".join(map(words, told["messages"])) if told["messages"] else ""

    def bubbles(self, how: str = "") -> list[dict[str, Any]]:
        """What the account said: all of it, or by one door (reply, custom, template)."""
        found = self._http.get(f"/sim/phones/{self.handset}/messages").json()
        return [one for one in found if one["side"] != "me" and how in ("", one["how"])]

    def notices(self) -> list[dict[str, str]]:
        """Template notices as {label: value}."""
        return [
            {row["label"]: row["value"] for row in one["rows"]} for one in self.bubbles("template")
        ]

    def openid(self) -> str:
        told = self._http.get(f"/sim/phones/{self.handset}").json()
        return str(told["accounts"][0]["openid"])

    # -- text messages -----------------------------------------------------------------------

    def texts(self) -> list[str]:
        return [one["body"] for one in self._http.get(f"/sim/phones/{self.handset}/sms").json()]

    # -- pages -------------------------------------------------------------------------------

    def open_last_card(self) -> httpx.Response:
        """Tap the newest article card."""
        cards = [one for one in self.bubbles() if one["kind"] == "news"]
        return self.browser.get(cards[-1]["articles"][0]["url"])

    def fill_binding(self, page: httpx.Response, person: Person) -> httpx.Response:
        """Fill the binding page; the page that asks for the code."""
        return self.browser.post(
            urlsplit(str(page.url)).path,
            card_number=person.debit,
            name=person.name,
            id_number=person.id_number,
            phone=person.phone,
            consent="yes",
        )


def words(bubble: dict[str, Any]) -> str:
    """A bubble as a person reads it."""
    if bubble["side"] == "me":
        return ""
    told = [bubble.get("text", "")]
    for article in bubble.get("articles", ()):
        told += [article["title"], article["description"]]
    return "\n".join(part for part in told if part)


def page_words(response: httpx.Response) -> str:
    """A page as a person reads it."""
    bare = re.sub(r"<[^>]+>", " ", response.text)
    return re.sub(r"\s+", " ", html.unescape(bare))
