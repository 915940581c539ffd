"""The demonstration's fictional givers: what they give, and how they say so."""

from __future__ import annotations

from typing import Final

from bot.demo.acting import Scene, Step, Tap

SELF: Final = Tap("My own name")
OFFICE: Final = Tap("My office or school")
FIRM: Final = Tap("A business")
NOBODY: Final = Tap("Without a name")
NO_UNIT: Final = Tap("No unit")
YES: Final = Tap("✅ Yes, I promise")
SKIP: Final = Tap("Skip")

CASH: Final[dict[str, tuple[Step, ...]]] = {
    "hoa": ("500k", SELF, "Trần Thị Hoa Mẫu", "bich hoa", Tap("Xã Bích Hòa")),
    "an": ("2 triệu", NOBODY, "cao vien", Tap("Xã Cao Viên")),
    "firm": ("20 triệu", FIRM, "Công ty TNHH Thử Nghiệm", NO_UNIT),
    "le": ("1tr5", SELF, "Lê Văn Mẫu", "kim thu", Tap("Xã Kim Thư")),
    "school": ("12.600.000", OFFICE, "Trường THCS Thử Nghiệm", "kim bai", Tap("Thị trấn Kim Bài")),
    "binh": ("300k", SELF, "Phạm Bình Mẫu", "tam hung", Tap("Xã Tam Hưng")),
    "wood": ("5 triệu", FIRM, "Xưởng mộc Ví Dụ", "my hung", Tap("Xã Mỹ Hưng")),
    "lan": ("1 triệu", SELF, "Đỗ Thị Lan Mẫu", "cao vien", Tap("Xã Cao Viên")),
    "drugs": ("3 triệu", FIRM, "Nhà thuốc Minh Họa", "binh minh", Tap("Xã Bình Minh")),
    "duc": ("200k", SELF, "Vũ Đức Mẫu", NO_UNIT),
    "office": ("4.060.000", OFFICE, "Phòng Ví Dụ", "dan hoa", Tap("Xã Dân Hòa")),
    "thu": ("700k", SELF, "Hoàng Thu Mẫu", "phuong trung", Tap("Xã Phương Trung")),
}
"""Each giver of money, by the end of their chat's name."""

TABLET: Final = ("Có, chạy tốt", "Còn tốt", "Từ 1 giờ trở lên", "Có", "Rồi")
"""The plan's own questions about a tablet, answered."""


def gives_cash(who: str) -> Scene:
    """Somebody promises money."""
    return Scene(chat_of(who), ("/goptien", *CASH[who], YES))


def gives_tablets(who: str, name: str, count: str, place: str) -> Scene:
    """Somebody promises tablets, and will bring them to a place at the first hour that is offered."""
    things = ("/gopmay", Tap("máy tính bảng"), count, *map(Tap, TABLET), SKIP, Tap("No"))
    return Scene(chat_of(who), (*things, Tap("I bring it"), Tap(place), Tap(""), SELF, name, NO_UNIT, YES))


def chat_of(who: str) -> str:
    """The chat of a giver."""
    return f"demo-giver-{who}"
