"""Invented children, and what a list says of them; nobody real, and phones that are nobody's."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Final, NamedTuple

FAMILIES: Final = (
    "Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Phan", "Bùi", "Vũ", "Đặng", "Đỗ", "Hồ", "Ngô", "Dương", "Lý", "Lò",
    "Giàng", "Quàng", "Đinh",
)  # fmt: skip
MIDDLES: Final = ("Văn", "Thị", "Đức", "Minh", "Thị Ngọc", "Quốc", "Thị Thu", "Gia", "Bảo", "Hữu", "Thị Mỹ", "A", "Kim")
GIVEN: Final = (
    "An", "Bình", "Cường", "Dũng", "Giang", "Hà", "Hân", "Hiếu", "Hương", "Khôi", "Linh", "Lộc", "Mây", "Nam", "Ngân",
    "Oanh", "Phúc", "Quỳnh", "Sơn", "Thảo", "Uyên", "Vy", "Ý",
)  # fmt: skip
PARENTS: Final = (
    "Bắc", "Cảnh", "Đào", "Hoa", "Hùng", "Lan", "Mơ", "Nga", "Sáng", "Tâm", "Thơm", "Toàn", "Vân", "Xuân", "Yên",
)  # fmt: skip
HOUSEHOLDS: Final = ("poor", "near-poor", "hardship")


class Pupil(NamedTuple):
    """One child; what a list does not tell is None there, `household` is one of HOUSEHOLDS."""

    family: str
    middle: str
    given: str
    birth: date
    class_name: str
    guardian: str
    phone: str  # at home: "0900000123"
    household: str
    device: bool
    line: bool
    girl: bool

    @property
    def name(self) -> str:
        return f"{self.family} {self.middle} {self.given}"

    @property
    def day(self) -> str:
        return f"{self.birth:%d/%m/%Y}"


def pupils(seed: int, count: int = 8, classes: tuple[str, ...] = ("5A",), born: int = 2011) -> list[Pupil]:
    """Some children of a school, class by class, no two of one name."""
    chance = random.Random(seed)
    found: list[Pupil] = []
    for number in range(count):
        middle = chance.choice(MIDDLES)
        device = chance.random() < 0.8
        found.append(
            Pupil(
                family=chance.choice(FAMILIES),
                middle=middle,
                given=chance.choice(GIVEN),
                birth=date(born, 1, 1) + timedelta(days=chance.randrange(365)),
                class_name=classes[number * len(classes) // count],
                guardian=f"{chance.choice(FAMILIES)} {chance.choice(('Văn', 'Thị'))} {chance.choice(PARENTS)}",
                phone=f"0900000{(seed * 17 + number) % 1000:03}",
                household=chance.choice(HOUSEHOLDS),
                device=device,
                line=not device or chance.random() < 0.4,
                girl="Thị" in middle,
            )
        )
    if len({one.name for one in found}) < count:
        return pupils(seed + 500, count, classes, born)
    return found
