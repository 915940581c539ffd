"""A small scripted bot behind the page, and what a person does and finds there."""

from __future__ import annotations

from typing import Any

from playwright.async_api import Page

from bot.messages import Incoming
from tests.handlers.web.world import World

QR = {"make": "qr", "text": "000201"}


async def bot(world: World, update: Incoming) -> None:
    """Greets, asks how much, thanks with a picture; repeats everything else."""
    if (update.text or "").startswith("/start"):
        await world.say(update.chat, "Chào bạn! Bạn muốn giúp gì?", "Ủng hộ tiền", "Ủng hộ thiết bị")
    elif update.button == "data-Ủng hộ tiền":
        await world.say(update.chat, "Bạn muốn ủng hộ bao nhiêu?", "200.000 đ", "500.000 đ")
    elif update.text == "500k":
        await world.say(update.chat, "Mã của bạn: <code>SONG 7K3Q</code>", picture=QR)
    elif update.photo or update.document:
        await world.say(update.chat, "Đã nhận tệp.")
    else:
        await world.say(update.chat, f"Bạn nói: {update.text or update.button}")


async def write(page: Page, text: str) -> None:
    await page.get_by_label("Nhập tin nhắn").fill(text)
    await page.get_by_label("Nhập tin nhắn").press("Enter")


def mine(page: Page, text: str) -> Any:
    return page.locator(".msg.mine", has_text=text)


def theirs(page: Page, text: str) -> Any:
    return page.locator(".msg.theirs", has_text=text)
