"""The contacts of the units beside the plan's own people: invented like them."""

from __future__ import annotations

from typing import Final

from bot.programme.plan.identity import DemoPerson

FAMILY: Final = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi", "Đỗ", "Ngô")
GIVEN: Final = ("Mẫu", "Ví Dụ", "Thí Dụ", "Minh Họa", "Thử")
UNITS: Final = (
    "kim-bai", "bich-hoa", "binh-minh", "cao-duong", "cu-khe", "dan-hoa", "hong-duong", "kim-thu", "my-hung",
    "phuong-trung", "tam-hung", "thanh-cao", "thanh-mai", "xuan-duong", "phong-gddt", "phong-tckh", "ldld", "doan-tn",
    "hoi-ccb", "hoi-khuyen-hoc",
)  # fmt: skip
"""Units whose contact has come to the chat; the others have not yet, as in life."""

NEIGHBOURS: Final = tuple(
    DemoPerson(
        key=f"contact-{unit}",
        name=f"{('Bà', 'Ông')[place % 2]} {FAMILY[place % len(FAMILY)]} {GIVEN[place % len(GIVEN)]}",
        phone=f"0900 000 {220 + place}",
        role="unit_contact",
        unit=unit,
    )
    for place, unit in enumerate(UNITS)
)
