"""The peer: WeRoBot's echo robot on waitress. Runs with the oracles' interpreter, not ours.

python werobot_echo.py PORT TOKEN APPID AES_KEY none|sqlite FOLDER
"""

from __future__ import annotations

import logging
import os
import sys


def main() -> None:
    port, token, appid, aes_key, session, folder = sys.argv[1:]
    os.chdir(folder)
    # A line of log for each waiting request would count against the peer.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    import waitress  # noqa: PLC0415 - after chdir: WeRoBot's session file goes to the folder
    import werobot  # noqa: PLC0415
    from werobot.contrib.bottle import make_view  # noqa: PLC0415

    robot = werobot.WeRoBot(
        token=token,
        app_id=appid,
        encoding_aes_key=aes_key,
        enable_session=session == "sqlite",
    )

    @robot.text  # type: ignore[untyped-decorator]
    def echo(message: object) -> object:
        return message.content  # type: ignore[attr-defined]

    from bottle import Bottle  # noqa: PLC0415

    app = Bottle()
    app.route("/", ["GET", "POST"], make_view(robot))
    waitress.serve(app, host="127.0.0.1", port=int(port), threads=8)


if __name__ == "__main__":
    main()
