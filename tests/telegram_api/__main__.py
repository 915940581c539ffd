"""Runs the stand-in by itself, e.g. for measuring: python -m tests.telegram_api PORT [TOKEN]."""

from __future__ import annotations

import asyncio
import sys

from tests.telegram_api.server import TOKEN, BotApi


async def main() -> None:
    port, token = [*sys.argv[1:3], TOKEN][:2]
    api = BotApi(token, check=False, keep=False)
    await api.listen(int(port))
    print(api.base, flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main())
