"""Pictures of transfers as six apps show them, drawn by ourselves: people, accounts and numbers are invented.

    python -m tests.bank.bills.drawing [SEED]

draws them all, has each read by the extra `bills`, prints what was right, and keeps the lines that RapidOCR saw beside
what was drawn: the tests read those lines, so they need neither the extra nor its models. With a seed others are drawn,
and nothing is kept.
"""

from __future__ import annotations

import io
import json
import random
import sys
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

import msgspec

from bot.bank.bills.shape import TextLine
from bot.programme.codes import new_code, shown

FILES: Final = Path(__file__).parent / "files"
ZONE: Final = ZoneInfo("Asia/Ho_Chi_Minh")
SEED: Final = 2021
TODAY: Final = date(2021, 10, 1)
PREFIX: Final = "TO"
LAYOUTS: Final = ("green", "red", "blue", "rows", "wallet", "memo")
TREATMENTS: Final = ("screen", "dark", "forwarded")
MEMOS: Final = (
    "{code}",
    "UNG HO {code}",
    "{shown}",
    "TRAN THI MAI chuyen tien {lower}",
    "MBVCB.1234567890.{code} UNG HO.CT",
)


class Drawn(msgspec.Struct, frozen=True):
    """What a picture shows, and the lines that an outside reader saw in it."""

    name: str
    code: str
    minor: int | None
    at: datetime | None
    lines: list[TextLine] = []


def bills(seed: int = SEED) -> Iterator[tuple[Drawn, str]]:
    """Each picture's truth and its page for the press; the same every time for a seed."""
    chance = random.Random(seed)
    for layout in LAYOUTS:
        for treatment in TREATMENTS:
            code = new_code(PREFIX, chance.randrange)
            minor = chance.choice([200_000, 500_000, 1_500_000, 2_000_000, 12_350_000])
            at = datetime(2021, 9, chance.randint(10, 30), chance.randint(7, 21), chance.randint(0, 59), tzinfo=ZONE)
            memo = chance.choice(MEMOS).format(code=code, shown=shown(code), lower=code.lower())
            bare = layout == "memo"  # cut down to the one line
            drawn = Drawn(f"{layout}-{treatment}", code, None if bare else minor, None if bare else at)
            yield drawn, _page(layout, treatment == "dark", minor, at, memo)
    for name, memo in (("other-bank", "SMARTBANKING tra tien hang"), ("no-memo", "Chuyen tien nhanh 24/7")):
        yield (
            Drawn(name, "", 500_000, datetime(2021, 9, 28, 10, 32, tzinfo=ZONE)),
            _page("blue", False, 500_000, datetime(2021, 9, 28, 10, 32, tzinfo=ZONE), memo),
        )


def _page(layout: str, dark: bool, minor: int, at: datetime, memo: str) -> str:
    paper, ink = ("#10151c", "#f2f2f2") if dark else ("#ffffff", "#222222")
    dots, commas = f"{minor:,}".replace(",", "."), f"{minor:,}"
    lines = {
        "green": [(44, f"{commas} VND", "#2e9b4f"), (17, f"{at:%H:%M} Thứ Ba {at:%d/%m/%Y}", ink)],
        "red": [(40, f"VND {commas} đ", "#c8102e"), (16, f"{at:%d/%m/%Y %H:%M:%S}", ink)],
        "blue": [(42, f"{dots} đ", "#1d4f9e"), (16, f"{at:%d/%m/%Y - %H:%M}", ink)],
        "rows": [(38, f"{dots} VND", ink)],
        "wallet": [(46, f"-{dots}đ", "#a50064"), (16, f"{at:%H:%M} - {at:%d/%m/%Y}", ink)],
        "memo": [],
    }[layout]
    told = [("Nội dung", memo)]
    if layout != "memo":
        told = [
            ("Người nhận", "UY BAN MTTQ VIET NAM"),
            ("Số tài khoản", "0000020210923"),
            ("Nội dung", memo),
            ("Phí giao dịch", "1.100 VND"),
            ("Số dư", "23.456.789 VND"),
            ("Mã giao dịch", "FT21271093848123"),
        ]
    if layout == "rows":
        told.insert(0, ("Thời gian", f"{at:%d/%m/%Y %H:%M}"))
    head = (
        []
        if layout == "memo"
        else ["#text(15pt)[09:41]", "#v(24pt)", '#align(center, text(20pt, "Giao dịch thành công"))']
    )
    bold = '#align(center, text({size}pt, fill: rgb("{color}"), weight: "bold", {text}))'
    body = [bold.format(size=size, color=color, text=_quoted(text)) for size, text, color in lines]
    cells = "".join(f"text(fill: gray, {_quoted(label)}), {_quoted(text)}, " for label, text in told)
    table = f"#v(20pt)\n#grid(columns: (130pt, 1fr), row-gutter: 18pt, {cells})"
    height = "auto" if layout == "memo" else "800pt"
    page = f'#set page(width: 400pt, height: {height}, margin: 20pt, fill: rgb("{paper}"))'
    letters = f'#set text(font: "DejaVu Sans", size: 15pt, fill: rgb("{ink}"))'
    return "\n".join([page, letters, *head, *body, table])


def _quoted(text: str) -> str:
    """A text as the press writes one: as JSON does."""
    return json.dumps(text, ensure_ascii=False)


def picture(page: str, treatment: str) -> bytes:
    """The picture as it reaches us: a screen of 1,080 pixels, or forwarded, 591 pixels wide and faint."""
    import typst
    from PIL import Image

    drawn = typst.compile(page.encode(), format="png", ppi=194)
    assert isinstance(drawn, bytes)
    image, out = Image.open(io.BytesIO(drawn)).convert("RGB"), io.BytesIO()
    if treatment == "forwarded":
        image.thumbnail((591, 1280))
    image.save(out, "JPEG", quality=50 if treatment == "forwarded" else 85)
    return out.getvalue()


def main() -> int:
    """Draws, reads, prints, keeps; the exit code is how many were not wholly right."""
    from bot.bank.bills.engine import engine
    from bot.bank.bills.picture import pixels_of
    from bot.feeds.bill_child import bill_in

    read, short, seed = engine(), 0, int(sys.argv[1]) if sys.argv[1:] else SEED
    for drawn, page in bills(seed):
        lines = read(pixels_of(picture(page, drawn.name.rpartition("-")[2])))
        found = bill_in(lines, PREFIX, ZONE, TODAY)
        right = [
            drawn.code in (*found.codes, *found.guesses) if drawn.code else not found.codes,
            found.minor == drawn.minor,
            found.at == drawn.at,
        ]
        short += not all(right)
        print(drawn.name, right, "" if all(right) else found)
        kept = msgspec.structs.replace(drawn, lines=lines)
        if seed == SEED:
            (FILES / f"{drawn.name}.json").write_bytes(msgspec.json.format(msgspec.json.encode(kept), indent=1) + b"\n")
    return short


if __name__ == "__main__":
    sys.exit(main())
