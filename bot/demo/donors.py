"""The demonstration's fictional donors: what they give, and how they say so."""

from __future__ import annotations

from typing import Final

from bot.demo.acting import Scene, Step, Touch

SELF: Final = Touch("My own name")
OFFICE: Final = Touch("My office or school")
FIRM: Final = Touch("A business")
NOBODY: Final = Touch("Without a name")
NO_UNIT: Final = Touch("No unit")
YES: Final = Touch("✅ Yes, I promise")
SKIP: Final = Touch("Skip")

CASH: Final[dict[str, tuple[Step, ...]]] = {
    "hoa": ("500k", SELF, "Trần Thị Hoa Mẫu", "bich hoa", Touch("Xã Bích Hòa")),
    "an": ("2 triệu", NOBODY, "cao vien", Touch("Xã Cao Viên")),
    "firm": ("20 triệu", FIRM, "Công ty TNHH Thử Nghiệm", NO_UNIT),
    "le": ("1tr5", SELF, "Lê Văn Mẫu", "kim thu", Touch("Xã Kim Thư")),
    "school": ("12.600.000", OFFICE, "Trường THCS Thử Nghiệm", "kim bai", Touch("Thị trấn Kim Bài")),
    "binh": ("300k", SELF, "Phạm Bình Mẫu", "tam hung", Touch("Xã Tam Hưng")),
    "wood": ("5 triệu", FIRM, "Xưởng mộc Ví Dụ", "my hung", Touch("Xã Mỹ Hưng")),
    "lan": ("1 triệu", SELF, "Đỗ Thị Lan Mẫu", "cao vien", Touch("Xã Cao Viên")),
    "drugs": ("3 triệu", FIRM, "Nhà thuốc Minh Họa", "binh minh", Touch("Xã Bình Minh")),
    "duc": ("200k", SELF, "Vũ Đức Mẫu", NO_UNIT),
    "office": ("4.060.000", OFFICE, "Phòng Ví Dụ", "dan hoa", Touch("Xã Dân Hòa")),
    "thu": ("700k", SELF, "Hoàng Thu Mẫu", "phuong trung", Touch("Xã Phương Trung")),
}
"""Each donor of money, by the end of their chat's name."""

TABLET: Final = ("Có, chạy tốt", "Còn tốt", "Từ 1 giờ trở lên", "Có", "Rồi")
"""The plan's own questions about a tablet, answered."""


def gives_cash(who: str) -> Scene:
    """Somebody promises money."""
    return Scene(chat_of(who), ("/goptien", *CASH[who], YES))


def gives_tablets(who: str, name: str, count: str, place: str) -> Scene:
    """Somebody promises tablets, and will bring them to a place at the first hour that is offered."""
    things = ("/gopmay", Touch("máy tính bảng"), count, *map(Touch, TABLET), SKIP, Touch("No"))
    return Scene(chat_of(who), (*things, Touch("I bring it"), Touch(place), Touch(""), SELF, name, NO_UNIT, YES))


def chat_of(who: str) -> str:
    """The chat of a donor, called as it was when the first demonstrations were lived."""
    return f"demo-giver-{who}"
