# ruff: noqa: PLC0415, T201
"""Runs with an oracle's own interpreter: seals pushes, opens and reads answers, as that SDK does.

A JSON object a line on standard input, an answer a line on standard output:
{"do": "seal", "message"} → {"sealed"}; {"do": "open", "answer"} → {"fields", "reply"}.
Arguments: SDK (wechatpy or werobot), token, AES key, appid, timestamp, nonce.
"""

from __future__ import annotations

import json
import sys


def main() -> None:
    sdk, token, aes_key, appid, timestamp, nonce = sys.argv[1:]
    codec = (WeRoBot if sdk == "werobot" else Wechatpy)(token, aes_key, appid)
    for line in sys.stdin:
        job = json.loads(line)
        if job["do"] == "seal":
            told = {"sealed": codec.seal(job["message"], nonce, timestamp)}
        else:
            told = codec.open(job["answer"])
        print(json.dumps(told, ensure_ascii=True))


class Wechatpy:
    def __init__(self, token, aes_key, appid):
        from wechatpy.crypto import WeChatCrypto

        self.crypto = WeChatCrypto(token, aes_key, appid)

    def seal(self, message, nonce, timestamp):
        return self.crypto.encrypt_message(message, nonce, timestamp)

    def open(self, answer):
        import xmltodict
        from wechatpy.replies import deserialize_reply

        outer = xmltodict.parse(answer)["xml"]
        plain = self.crypto.decrypt_message(
            answer, outer["MsgSignature"], outer["TimeStamp"], outer["Nonce"]
        )
        fields = xmltodict.parse(plain)["xml"]
        if fields["MsgType"] == "news" and fields["ArticleCount"] == "1":
            # wechatpy reads news of one card as a list and fails; the platform allows no more.
            return {"fields": fields, "reply": _told(fields)}
        reply = deserialize_reply(plain)
        return {"fields": fields, "reply": [reply.type, reply.source, reply.target]}


class WeRoBot:
    def __init__(self, token, aes_key, appid):
        from werobot.crypto import MessageCrypt

        self.crypto = MessageCrypt(token, aes_key, appid)

    def seal(self, message, nonce, timestamp):
        return self.crypto.encrypt_message(message, timestamp, nonce)

    def open(self, answer):
        import xmltodict

        outer = xmltodict.parse(answer)["xml"]
        plain = self.crypto.decrypt_message(
            outer["TimeStamp"], outer["Nonce"], outer["MsgSignature"], outer["Encrypt"]
        )
        fields = xmltodict.parse(plain)["xml"]
        return {"fields": fields, "reply": _told(fields)}


def _told(fields):
    return [fields["MsgType"], fields["FromUserName"], fields["ToUserName"]]


if __name__ == "__main__":
    main()
