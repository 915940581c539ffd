"""Chats that talk without end, each its own way and the same way every time: what they say next does not depend on luck
outside their own."""

from __future__ import annotations

from collections import deque
from datetime import date, timedelta
from random import Random
from typing import Any

PIPELINE = 3
"""So many updates of one chat may be under way before the first is acknowledged."""


class Talker:
    """One chat: what it has said, what of it is acknowledged, what it says next."""

    def __init__(self, chat: str, seed: int):
        self.chat, self.chance = chat, Random(f"{seed}:{chat}")
        self.said: list[dict[str, Any]] = []
        self.acknowledged: set[str] = set()
        self.under_way: deque[dict[str, Any]] = deque()
        self._lines: deque[str] = deque()
        self._open = 0
        self._pupils = 0

    def next(self) -> dict[str, Any] | None:
        """The next update, if not too many are under way; it is under way from now on."""
        if len(self.under_way) >= PIPELINE:
            return None
        if not self._lines:
            self._lines.extend(self._episode())
        update = {"id": f"{self.chat}.{len(self.said)}", "chat": self.chat, "text": self._lines.popleft()}
        self.said.append(update)
        self.under_way.append(update)
        return update

    def hears(self, id: str) -> None:
        """An update is acknowledged."""
        self.acknowledged.add(id)
        while self.under_way and self.under_way[0]["id"] in self.acknowledged:
            self.under_way.popleft()

    def repeated(self) -> dict[str, Any] | None:
        """Something that was acknowledged already, as messengers bring it again."""
        known = [update for update in self.said[-30:] if update["id"] in self.acknowledged]
        return self.chance.choice(known) if known else None

    @property
    def at_rest(self) -> bool:
        """Whether it is between two talks, and everything it said is acknowledged."""
        return not self._lines and not self.under_way

    def _episode(self) -> list[str]:
        if self.chat.startswith("teacher"):
            return self._pupil()
        if self.chat.startswith("reporter"):
            return ["/weekly_report", "1", f"{len(self.said)} buổi phát thanh", "skip"]
        whim = self.chance.random()
        if whim < 0.2 and self._open:
            self._open -= 1
            return ["/my_gifts", str(min(3, self._open + 1) + 1), "1"]
        if whim < 0.4:
            self._open += 1
            return [
                "/give_devices",
                "5",
                str(self.chance.randint(1, 20)),
                "1",
                "skip",
                "2",
                "1",
                "1",
                "1",
                "4",
                "No unit",
                "1",
            ]
        if whim < 0.5:
            return ["/give_cash", "1tr", "/menu", "4", "/lui", "4", "No unit", "2"]
        self._open += 1
        sum = f"{self.chance.randint(1, 900)}.{self.chance.randint(0, 999):03}"
        return ["/give_cash", f"{sum}k" if sum.endswith("000") else f"{sum}.000", "4", "phong noi vu", "1", "1"]

    def _pupil(self) -> list[str]:
        self._pupils += 1
        number = self._pupils * 10 + int(self.chat[-1])
        born = date(2006, 1, 2) + timedelta(days=3 * number % 2_500)
        name = " ".join(("Nguyễn", *(WORDS[number // 30**place % 30] for place in (2, 1, 0))))
        day = f"{born.day}/{born.month}/{born.year}"
        return [
            "/register_student",
            name,
            day,
            "8A",
            "Trần Văn Bình",
            f"0900 000 {number % 1000:03}",
            "1",
            "1",
            "1",
            "1",
        ]


WORDS = ("An Bình Chi Dũng Giang Hà Khánh Lâm Mai Nga Oanh Phong Quân Sơn Tâm Uyên Vinh Xuân Yến Đạt Bảo Cúc Diệp Hạnh Kiên "
         "Loan Minh Nhung Phúc Thảo").split()  # fmt: skip
