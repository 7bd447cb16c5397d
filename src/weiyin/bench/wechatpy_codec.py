"""The peer: wechatpy's codec alone, messages a second. Runs with the oracles' interpreter.

python wechatpy_codec.py TOKEN APPID AES_KEY SECONDS
"""

from __future__ import annotations

import sys
import time


def main() -> None:
    from wechatpy import parse_message  # noqa: PLC0415 - only there in the oracles' environment
    from wechatpy.crypto import WeChatCrypto  # noqa: PLC0415
    from wechatpy.replies import TextReply  # noqa: PLC0415

    token, appid, aes_key, seconds = sys.argv[1:]
    crypto = WeChatCrypto(token, aes_key, appid)
    plain = (
        "<xml><ToUserName>gh_bench</ToUserName><FromUserName>bench</FromUserName>"
        "<CreateTime>1714036504</CreateTime><MsgType>text</MsgType>"
        "<Content>我卡上还剩多少</Content><MsgId>1</MsgId></xml>"
    )
    sealed = crypto.encrypt_message(plain, "nonce", "1714036504")
    from xmltodict import parse  # noqa: PLC0415

    fields = parse(sealed)["xml"]
    count, begin = 0, time.perf_counter()
    while time.perf_counter() - begin < float(seconds):
        xml = crypto.decrypt_message(
            sealed, fields["MsgSignature"], fields["TimeStamp"], fields["Nonce"]
        )
        message = parse_message(xml)
        reply = TextReply(content=message.content, message=message).render()
        crypto.encrypt_message(reply, "nonce", "1714036504")
        count += 1
    print(count / (time.perf_counter() - begin))  # noqa: T201 - read by the bench


if __name__ == "__main__":
    main()
