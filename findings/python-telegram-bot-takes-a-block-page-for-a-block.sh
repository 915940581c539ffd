#!/usr/bin/env bash
# python-telegram-bot 22.8 (PyPI, LGPL) chooses its error by the HTTP status alone. A 403 whose body is a web page, as a
# provider or a proxy between us and Telegram sends it, is raised as Forbidden: the very error that says "the person has
# blocked the bot". One would have sworn that only Telegram's own {"ok": false, "error_code": 403} could say so.
# For us: somebody who is "forbidden" is not written to any more, so a block page must not count as that; where Telegram
# is blocked now and then, as in Viet Nam since May 2025, everybody would fall silent at once.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check python-telegram-bot==22.8
"$folder/venv/bin/pip" --disable-pip-version-check freeze | grep -iE "^(aiogram|aiosqlite|num2words|python-telegram-bot|sqlalchemy|vietnam|zxing)"
"$folder/venv/bin/python" - <<'PY'
import asyncio
import logging

from telegram.error import TelegramError
from telegram.request import BaseRequest

logging.disable()


class Answers(BaseRequest):
    read_timeout = 5.0

    async def initialize(self): ...

    async def shutdown(self): ...

    async def do_request(self, *_given, **_named):
        return 403, b"<html><body>This site is not available.</body></html>"


async def main():
    try:
        await Answers().post("sendMessage")
    except TelegramError as error:
        return type(error).__name__


seen = asyncio.run(main())
print(seen)
assert seen == "Forbidden", "it tells them apart now"
PY
