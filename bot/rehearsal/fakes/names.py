"""Invented names and phones, in endless supply: the same for the same seed."""

from __future__ import annotations

from random import Random
from typing import Final

_FAMILIES: Final = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Phan", "Vũ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương",
                    "Lý", "Đào", "Đinh", "Tạ", "Lương", "Mai", "Trịnh")  # fmt: skip
_MEN: Final = ("Văn", "Đức", "Hữu", "Quang", "Minh", "Xuân", "Công", "Thành")
_WOMEN: Final = ("Thị", "Thu", "Ngọc", "Thanh", "Phương", "Khánh", "Thùy", "Kim")
_HIS: Final = ("An", "Bình", "Cường", "Dũng", "Đạt", "Giang", "Hải", "Hiếu", "Hùng", "Khánh", "Kiên", "Lâm", "Long",
               "Nam", "Phong", "Quân", "Sơn", "Tài", "Thắng", "Tùng")  # fmt: skip
_HERS: Final = ("Anh", "Bích", "Chi", "Diệp", "Dung", "Hà", "Hạnh", "Hằng", "Hiền", "Hoa", "Hương", "Lan", "Linh",
                "Mai", "Ngân", "Nhung", "Oanh", "Thảo", "Trang", "Yến")  # fmt: skip
_FIRMS: Final = ("Ánh Dương", "Bình Minh", "Cửa Sổ", "Đại Phát", "Hoa Sen", "Mây Tre", "Nón Lá", "Phố Huyện", "Sao Mai",
                 "Tâm Đức", "Thành Công", "Vạn Xuân")  # fmt: skip


class Names:
    """Draws names that nobody else in the rehearsal has."""

    def __init__(self, chance: Random):
        self.chance = chance
        self._given: set[str] = set()
        self._phones = 0

    def person(self, family: str = "") -> str:
        """A full name; of a family, if one is given."""
        while True:
            man = self.chance.random() < 0.5
            words = [family or self.chance.choice(_FAMILIES), self.chance.choice(_MEN if man else _WOMEN)]
            if len(self._given) > 300 or self.chance.random() < 0.3:
                words.append(self.chance.choice(_HIS + _HERS))
            name = " ".join([*words, self.chance.choice(_HIS if man else _HERS)])
            if name not in self._given:
                self._given.add(name)
                return name

    def firm(self) -> str:
        """A business."""
        sort = self.chance.choice(("Công ty TNHH", "Hợp tác xã", "Cửa hàng", "Công ty cổ phần"))
        return f"{sort} {self.chance.choice(_FIRMS)}"

    def phone(self) -> str:
        """A number of the range that belongs to nobody."""
        self._phones += 1
        return f"0900 000 {self._phones % 1_000:03}"
