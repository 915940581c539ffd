"""Runs the stand-in by itself, e.g. for measuring: python -m tests.telegram_api PORT [TOKEN]."""

from __future__ import annotations

import asyncio
import sys

from tests.telegram_api.server import BotApi


async def main() -> None:
    api = BotApi(*sys.argv[2:3], check=False, keep=False)
    await api.listen(int(sys.argv[1]))
    print(api.base, flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main())
