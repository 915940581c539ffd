"""Two weeks of the demonstration, lived by its fictional people before the first visitor comes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Final

from bot.app import App
from bot.demo.acting import CodeOf, Director, Scene, Step, Timed, Touch
from bot.demo.donors import CASH, SKIP, TABLET, chat_of, gives_cash, gives_tablets
from bot.demo.neighbours import UNITS
from bot.storage.marks import keep_mark, mark_of

LIVED: Final = "demo_lived"
DAYS: Final = 14
CONTACT, DEPUTY, COORDINATOR = "demo-contact-cao-vien", "demo-deputy-cao-vien", "demo-coordinator"
TEACHER, OTHER_TEACHER = "demo-teacher", "demo-teacher-kim-bai"
CAO_VIEN, KIM_BAI = "Ủy ban MTTQ xã Cao Viên", "Trụ sở Ủy ban MTTQ Việt Nam huyện"


async def live(app: App, clock: Timed, begin: Callable[[], None] = lambda: None) -> None:
    """Lives the two weeks, once: what was said then lies in the database, and a later start finds it there.

    `begin` is called before, where they are to be lived: it takes some seconds.
    """
    if await mark_of(app.database, LIVED) is not None:
        return
    begin()
    begins = clock()
    director = Director(app, clock)
    async with app.database.in_a_hurry():
        await keep_mark(app.database, LIVED, begins.isoformat(), begins)  # first: half a life is not lived over again
        for day, hour, what in CALENDAR:
            await director.until(begins + timedelta(days=day, hours=hour - 9))
            await what(director)
        await director.until(begins + timedelta(days=DAYS))


async def _first_gifts(director: Director) -> None:
    await director.play(*map(gives_cash, ("hoa", "an", "firm", "le")))


async def _first_money(director: Director) -> None:
    await _paid(director, hoa=500_000, firm=20_000_000, le=1_000_000)  # Mr Lê sends the rest later


async def _students(director: Director) -> None:
    await director.play(
        Scene(TEACHER, _student("Nguyễn Văn Ví Dụ", "5/9/2010", "6B", "Nguyễn Thị Ví Dụ", "401", "Hộ nghèo")),
        Scene(OTHER_TEACHER, _student("Trịnh Hà Mẫu", "2/2/2012", "4A", "Trịnh Văn Mẫu", "402", "Hộ nghèo")),
    )
    await director.play(
        Scene(TEACHER, _student("Lê Thị Thí Dụ", "12/3/2009", "7A", "Lê Văn Thí Dụ", "403", "Hộ cận nghèo")),
        Scene(OTHER_TEACHER, _student("Cao Gia Ví Dụ", "19/5/2013", "3B", "Cao Thị Ví Dụ", "404", "Hộ cận nghèo")),
    )


async def _first_reports(director: Director) -> None:
    await director.play(_reports("cao-vien", "Phát loa 3 buổi"), _reports("hoi-lhpn", "Họp chi hội, 40 người"),
                     *(_reports(unit) for unit in UNITS[:12]))  # fmt: skip


async def _things(director: Director) -> None:
    await director.play(*map(gives_cash, ("school", "binh", "wood", "lan")),
                     gives_tablets("tuan", "Mai Anh Tuấn Mẫu", "2", CAO_VIEN),
                     gives_tablets("sau", "Nhóm bạn lớp Ví Dụ", "3", KIM_BAI))  # fmt: skip
    await _paid(director, school=12_600_000, binh=300_000, le=500_000)


async def _cash_in_hand(director: Director) -> None:
    """Mrs Lan brings her million to the commune: one person counts it, a second one signs."""
    code = CodeOf(chat_of("lan"))
    line = ("/thutien", code, Touch("1.000.000\u00a0đ"), "Đỗ Thị Lan Mẫu", Touch("✅ Write it down"))
    await director.play(Scene(CONTACT, line))
    await director.play(Scene(DEPUTY, (Touch("✅ Counted, I sign"),)))


async def _taken_in(director: Director) -> None:
    """Both that Mr Tuấn promised come in at the commune; at the district two of three, and one is still to come."""
    await director.play(_takes_in(CONTACT, "tuan", "R9TM10DEMO1", "R9TM10DEMO2"),
                     _takes_in(COORDINATOR, "sau", "R9TM10DEMO3", "R9TM10DEMO4"))  # fmt: skip


async def _second_gifts(director: Director) -> None:
    await director.play(*map(gives_cash, ("drugs", "duc", "office")))
    await _paid(director, wood=5_000_000, drugs=3_000_000, office=4_060_000)
    await director.play(Scene(TEACHER, _student("Đinh Thị Mẫu", "8/8/2010", "6A", "Đinh Văn Mẫu", "405", "Hộ nghèo")))


async def _second_reports(director: Director) -> None:
    troubles = {"binh-minh": "Một số hộ đang cách ly, chưa vận động được"}
    await director.play(_reports("cao-vien", "Dán thông báo ở 5 nhà văn hóa"), _reports("hoi-lhpn"),
                     *(_reports(unit, trouble=troubles.get(unit, "")) for unit in UNITS[:17]))  # fmt: skip


async def _thanks(director: Director) -> None:
    """Three ask for their certificates; and of one sum, the accountant hears when nobody knows it after three days."""
    await director.bank(150_000, "ung ho cac chau hoc sinh")
    for who in ("firm", "hoa", "binh"):
        shown = "My name and the gift" if who == "firm" else "Only my name"
        await director.play(Scene(chat_of(who), ("/chungnhan {code}", Touch(str(CASH[who][2])), Touch(shown))))


async def _last_days(director: Director) -> None:
    """What is left for the visitor: a promise that waits, money nobody knows, an unsigned line, a box at the door."""
    await director.play(gives_cash("thu"))
    await director.bank(700_000, "HOANG THU MAU chuyen tien ung ho")
    line = ("/thutien", Touch("Without a promise"), "250k", Touch("A gift"), "Tổ Ví Dụ", Touch("✅ Write it down"))
    await director.play(Scene(CONTACT, line))


async def _paid(director: Director, **sums: int) -> None:
    for who, minor in sums.items():
        await director.bank(minor, f"{await director.code(chat_of(who))} ung ho song va may tinh")


def _student(name: str, born: str, form: str, guardian: str, phone: str, household: str) -> tuple[Step, ...]:
    return ("/dangkyhocsinh", Touch("Yes, signed"), Touch("Yes, told me"), name, form, born, guardian,
            f"0900 000 {phone}", Touch("Xã Cao Viên|Thị trấn Kim Bài"), Touch(household),
            Touch("✅ Right, put on the list"))  # fmt: skip


def _reports(unit: str, publicity: str = "", trouble: str = "") -> Scene:
    """The week's report, as it is."""
    told: Iterable[Step] = (publicity or Touch("Nothing to tell"), trouble or SKIP)
    return Scene(f"demo-contact-{'women' if unit == 'hoi-lhpn' else unit}", ("/baocao", RIGHT, *told))


def _takes_in(desk: str, who: str, *numbers: str) -> Scene:
    """Used tablets of a donor come in, each with its number and the plan's questions."""
    said: list[Step] = ["/nhanmay", CodeOf(chat_of(who)), Touch("máy tính bảng"), Touch("Used")]
    for place, number in enumerate(numbers):
        said += [number, *([] if place else [SKIP]), *map(Touch, TABLET), Touch("Both done"), Touch("✅ Usable")]
    return Scene(desk, (*said, Touch("✔️ Finish")))


RIGHT: Final = Touch("✅ That is right|✅ Nothing this time")
CALENDAR: Final = (
    (0, 10, _first_gifts),
    (0, 15, _first_money),
    (0, 16, _students),
    (1, 11, _first_reports),
    (2, 10, _things),
    (3, 9, _cash_in_hand),
    (5, 9, _taken_in),
    (7, 14, _second_gifts),
    (8, 10, _second_reports),
    (10, 9, _thanks),
    (12, 10, _last_days),
)
"""The day after the first, the hour of that day, and what happens then."""
