"""What the demonstration's fictional people have done before the visitor comes: their talks, through the front door."""

from __future__ import annotations

from typing import Final

from bot.messages import Accept, Incoming
from bot.programme.world import Now

TALKS: Final[tuple[tuple[str, tuple[str, ...]], ...]] = (
    ("demo-giver-1", ("/give_cash", "500k", "self", "Trần Thị Hoa", "Bích Hòa", "1", "yes")),
    ("demo-giver-2", ("/give_cash", "2 triệu", "anonymous", "Cao Viên", "1", "yes")),
    ("demo-giver-3", ("/give_cash", "20 triệu", "firm", "Công ty TNHH Thử Nghiệm", "none", "yes")),
    ("demo-giver-4", ("/give_cash", "1tr5", "self", "Lê Văn Mẫu", "Thanh Cao", "1", "yes")),
    ("demo-giver-5", ("/give_cash", "12.600.000", "unit", "Trường THCS Thử Nghiệm", "Kim Bài", "1", "yes")),
)
"""Each donor's chat and what they say; an answer that names an option is its key, pressed as its button."""


async def live(accept: Accept, now: Now) -> None:
    """Lets them talk, in English so that the words above stay true whatever the catalogs say."""
    for chat, said in TALKS:
        for number, text in enumerate(said):
            await accept(
                Incoming(
                    channel="web",
                    chat=chat,
                    id=f"{chat}:{number}",
                    at=now(),
                    text=ANSWERS.get(text, text),
                    language="en",
                )
            )


ANSWERS: Final = {
    "self": "My own name",
    "anonymous": "Without a name",
    "firm": "A business",
    "unit": "My office or school",
    "none": "No unit",
}
"""The options' English labels."""
