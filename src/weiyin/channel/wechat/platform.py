"""Questions to the platform about itself: its addresses, our quotas, what became of a request."""

from __future__ import annotations

from weiyin.channel.wechat.client import Json, WechatClient


class Platform:
    """For operators of one account."""

    def __init__(self, client: WechatClient) -> None:
        self._client = client

    def callback_ips(self) -> list[str]:
        """Where pushes come from. They change: never the only control."""
        return list(self._client.get("/cgi-bin/getcallbackip").get("ip_list", []))

    def check_callback(self, action: str = "all", operator: str = "DEFAULT") -> Json:
        """Let WeChat try to reach our callback: `dns` and `ping` findings."""
        body = {"action": action, "check_operator": operator}
        return self._client.post("/cgi-bin/callback/check", body, repeatable=True)

    def quota(self, api: str) -> Json:
        """Limits of one API by its path: `daily_limit`, `used`, `remain`."""
        body = {"cgi_path": api}
        found: Json = self._client.post("/cgi-bin/openapi/quota/get", body, repeatable=True)
        return dict(found.get("quota", {}))

    def clear_quota(self) -> None:
        """All quotas anew; ten times a month."""
        self._client.post("/cgi-bin/clear_quota", {"appid": self._client.account.appid})

    def request(self, rid: str) -> Json:
        """What WeChat knows of a failed request by the `rid` of its errmsg."""
        found = self._client.post("/cgi-bin/openapi/rid/get", {"rid": rid}, repeatable=True)
        return dict(found.get("request", {}))
