#!/usr/bin/env bash
# The browser tests need Debian's Chromium and a Chinese font.
set -eu
cd "$(dirname "$0")/.."
. scripts/lib.sh

[ ! -x /usr/bin/chromium ] || exit 0
if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
    stop "the browser tests need /usr/bin/chromium; install it with: sudo apt-get install chromium fonts-noto-cjk"
fi
export DEBIAN_FRONTEND=noninteractive
step "apt lists" apt-get update -qq || stop "the Debian package lists could not be read"
step chromium apt-get install -qq --yes --no-install-recommends chromium fonts-noto-cjk ||
    stop "chromium could not be installed; the browser tests need /usr/bin/chromium"
