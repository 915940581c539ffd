"""Invents students with names as common as Vietnamese names really are, with siblings, twins and unknown birthdays.

Shares in per mille, from published counts: family names, boys' and students' girls' names after hoten.org (samples
SG01 of 241,000 and DKL01 of 207,000 people), word counts between SG01's and the countryside's. "Văn" and "Thị" are
weighted as in the countryside, where they are far more frequent than in the city and namesakes with them.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import accumulate
from typing import Final, NamedTuple

from bot.programme.students.likeness import Features


class Weighed(NamedTuple):
    """Words, and their running sums of weights."""

    words: list[str]
    sums: list[int]

    def draw(self, chance: random.Random) -> str:
        return chance.choices(self.words, cum_weights=self.sums)[0]


def _weighed(text: str) -> Weighed:
    """Reads "38 Trần Lê 20 Bùi": every word weighs what the number before it says."""
    words, weights, weight = [], [], 0
    for token in text.split():
        if token.isdigit():
            weight = int(token)
        else:
            words.append(token)
            weights.append(weight)
    return Weighed(words, list(accumulate(weights)))


FAMILY: Final = _weighed("""
    310 Nguyễn 108 Trần 84 Lê 62 Phạm 42 Hoàng 32 Phan 28 Bùi 27 Võ 24 Vũ 21 Đặng 20 Đỗ Huỳnh Hồ 17 Trương Ngô 15
    Đinh 13 Dương 11 Trịnh 10 Nông Mai Hà Đoàn Lương 8 Cao Đào 6 Tạ Lưu Lý Triệu 4 Phùng Đàm Chu Vi Thái Lâm Vương
    Tô 3 Hứa Đậu Châu Quách 2 Lục Ma Lại Tống La Bế Kiều Thân Tăng Lò Từ Quàng Sùng Giàng Bạch""")
GIRLS: Final = _weighed("""
    71 Anh 50 Vy 43 Ngọc 40 Nhi 41 Hân Thư 35 Linh 31 Như 30 Ngân Trang 25 Huyền Thảo 21 Phương My 18 Trân Quỳnh
    Hương 17 Nghi Hà 16 Trâm An Hằng 15 Thy Châu Trúc Nhung 14 Uyên Yến Hiền 12 Ý Duyên 11 Tiên Mai Vân Thu Thủy
    10 Lan Giang Hoa Nga Oanh 9 Nguyên Quyên Chi Ly 8 Kim Trinh Thanh Tuyền Dương Tâm Dung 6 Lam Ánh Khánh Hạnh
    Thương Hồng Diệp Loan Phượng 5 Thúy Thùy Minh Hoài Liên Tuyết Xuân Nguyệt Diễm Lệ 4 Thắm Bích Huệ Sương Diệu
    Thi Bình Hậu Hải Trà Hòa 3 Mỹ Nhàn Hiếu Na Đào Hảo Cúc Thơ Thoa 2 Liễu Thơm Thuận Lành Hạ Tươi Mây Hoan Lụa
    Bảo""")
BOYS: Final = _weighed("""
    36 Huy 31 Anh Khang Bảo Minh 27 Tuấn Phúc 25 Hoàng Đạt 22 Khoa Nam Long 20 Hiếu Duy Quân 19 Hùng Sơn Đức 17
    Dũng Kiệt 16 Thành Cường Thịnh 15 Trung Phát Nguyên 14 Hải Thắng An 12 Tiến Quang Nhân 11 Trường Tài Toàn
    Phong Khôi 10 Hưng Tùng Dương Linh Khánh 9 Nghĩa Lâm Vinh Bình 8 Mạnh Việt Hòa Tâm Hiệp 7 Tân Phú Thiện Thái
    Tú Nhật 6 Công Sang Hậu Quý Phước Quốc Kiên Lộc 5 Vương Trí Thanh Thuận Chiến Trọng 4 Giang Tín Đại Thông Đông
    Hà Lợi Chung Quyền 3 Luân Khải Thiên Thọ Lực Quyết Văn Cảnh Hào Luận Đăng Đô""")
GIRLS_FIRST: Final = _weighed("""
    300 Thị 100 Ngọc 45 Thanh Kim Phương 40 Minh Bảo Thảo Khánh Hà 30 Hoàng Thùy Quỳnh Mai Thu 20 Hồng Nguyễn Gia
    Mỹ Lan Trúc Diệu 15 Trần Lê Như Anh Hải Tường Cẩm Yến 10 Hoài Diễm Bích Ánh Huyền Linh Tú An Phan""")
BOYS_FIRST: Final = _weighed("""
    200 Văn 60 Minh Đức Gia Quốc 50 Anh Hoàng Thành 40 Tuấn Hữu Quang Duy Xuân Bảo 30 Đình Công Ngọc Trọng Thanh
    Tiến 25 Việt Mạnh Nhật Hải Nguyễn 20 Đăng Phúc Thế Khánh Trung 15 Bá Huy Viết Chí Phú Tấn Lê Trần 10 Sỹ Khắc
    Đại Hồng Vĩnh A""")
GIRLS_SECOND: Final = _weighed("""
    70 Ngọc Phương Thanh 60 Bảo Thu Kim 50 Minh Quỳnh Hồng Mai Thùy 40 Hoài Khánh Thảo Hải Như Mỹ Yến 30 Hà Lan
    Anh Bích Ánh Cẩm Diễm Huyền Tuyết Gia 20 Tường Trúc Cát Nhã An Diệu Linh Uyên""")
BOYS_SECOND: Final = _weighed("""
    80 Minh Gia Hoàng 60 Anh Quốc Thành Đức Tuấn 50 Bảo Thanh Quang 40 Nhật Duy Ngọc Đăng Khánh 30 Hải Trung Phúc
    Huy Công Việt Tiến 20 Thiên Nguyên Hữu Vĩnh Chí An Trọng""")
WORDS_GIRLS: Final = ((2, 3, 4), (4, 500, 1000))
WORDS_BOYS: Final = ((2, 3, 4), (15, 800, 1000))

FIRST_DAY: Final = date(2004, 1, 1)
YEARS: Final = 12
SIBLINGS, TWINS, UNKNOWN_DAY = 0.15, 0.01, 0.01
"""Shares: who has an elder sibling on the list, who a twin, whose papers say 1 January because nobody knows the day."""


def name(chance: random.Random, girl: bool, family: str = "") -> str:
    """A full name such as "Nguyễn Thị Bảo Ngọc"."""
    counts, sums = WORDS_GIRLS if girl else WORDS_BOYS
    words = chance.choices(counts, cum_weights=sums)[0]
    first, second, given = (GIRLS_FIRST, GIRLS_SECOND, GIRLS) if girl else (BOYS_FIRST, BOYS_SECOND, BOYS)
    middles = [wheel.draw(chance) for wheel in (first, second)[: words - 2]]
    return " ".join((family or FAMILY.draw(chance), *middles, given.draw(chance)))


def invented_students(count: int, seed: int, *, unknown_day: float = UNKNOWN_DAY) -> Iterator[Features]:
    """Different children, none of them twice; phones have too many digits to be anybody's."""
    chance, earlier = random.Random(seed), [Features("", FIRST_DAY, "")] * 64
    for number in range(count):
        phone, family = f"+84900000{number:07}", ""
        born = FIRST_DAY + timedelta(days=chance.randrange(365 * YEARS))
        if chance.random() < unknown_day:
            born = born.replace(day=1, month=1)
        other, kin = earlier[chance.randrange(64)], chance.random()
        girl = chance.random() < 0.48
        if kin < SIBLINGS + TWINS and other.name:
            phone, family = other.phone, other.name.split()[0]
            if kin < TWINS:
                born, girl = other.birth, " Thị " in other.name
        full = name(chance, girl, family)
        while phone == other.phone and full.split()[-1] == other.name.split()[-1]:
            full = name(chance, girl, family)
        earlier[number % 64] = student = Features(full, born, phone)
        yield student
