"""Students who are on the list and approved, and things that are ready to be given, without the talks about them."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import func, select

from bot.programme import codes
from bot.programme.students.particulars import Particulars, hidden
from bot.programme.students.passing import SLOT
from bot.storage.ids import new_id
from bot.storage.tables import devices, pledge_services, pledges, students, units
from tests.support.books import acting
from tests.support.rig import Rig

TEACHER, SCHOOL = "teacher", "thcs-cao-vien"


async def approved(
    rig: Rig,
    how_many: int = 1,
    *,
    household: str = "poor",
    school: str = SCHOOL,
    teacher: str = TEACHER,
    at: str = "2021-09-24 10:00",
    device: bool = True,
    line: bool = False,
) -> list[str]:
    """So many approved students of one class, and their codes."""
    made = []
    verified = datetime.fromisoformat(at).replace(tzinfo=rig.zone)
    async with acting(rig, teacher) as tx:
        row = await tx.work.one(select(units.c.id).where(units.c.key == school, units.c.drive == tx.drive))
        known_by_now = int((await tx.work.one(select(func.count()).select_from(students)))[0])
        for number in range(known_by_now + 1, known_by_now + 1 + how_many):
            id, code = new_id(), codes.new_code("HS")
            known = Particulars(f"Nguyễn Văn Thử {number}", date(2010, 1, 1 + number % 28), "7A", "Nguyễn Văn Cha",
                                f"0900{number:06}", "paper", tx.now, "2026-11")  # fmt: skip
            tx.work.add(
                students,
                id=id,
                code=code,
                drive=tx.drive,
                school_id=row.id,
                contact_id=tx.actor.id,
                **hidden(tx, id, known),
                household=household,
                needs_device=device,
                needs_line=line,
                status="approved",
                step=None,
                step_at=None,
                verified_at=verified,
                slot=codes.new_code(SLOT),
                reason=None,
                made_at=tx.now,
            )
            made.append(code)
    return made


async def ready(rig: Rig, item: str, how_many: int = 1, *, at: str = "mttq-thanh-oai", gift: str = "") -> list[str]:
    """So many devices of a kind that lie somewhere and are ready, of a gift or of nobody's; their tags."""
    tags = []
    async with acting(rig, "coordinator") as tx:
        row = await tx.work.one(select(units.c.id).where(units.c.key == at, units.c.drive == tx.drive))
        pledge = await tx.work.one(select(pledges.c.id).where(pledges.c.code == gift)) if gift else None
        for _piece in range(how_many):
            tag = codes.new_code(f"{rig.plan.code_prefix}M")
            tx.work.add(
                devices,
                id=new_id(),
                tag=tag,
                drive=tx.drive,
                item=item,
                serial=None,
                pledge_id=pledge.id if pledge is not None else None,
                unit_id=None,
                holder_id=row.id,
                transfer_id=None,
                giver="",
                photo=None,
                condition="{}",
                verdict="usable",
                used=False,
                wiped=True,
                unlocked=True,
                note="",
                status="ready",
                late=False,
                made_by=tx.actor.id,
                made_at=tx.now,
                changed_at=tx.now,
                wipe_method=None,
                battery=None,
                system=None,
                source="gift",
                purchase_id=None,
                purchase_place=None,
            )
            tags.append(tag)
    return tags


async def in_force(rig: Rig, item: str, quota: int, who: str = "contact-cao-vien") -> str:
    """A pledged service that is in force; its code."""
    async with acting(rig, who) as tx:
        pledge, code = new_id(), codes.new_code(rig.plan.code_prefix)
        tx.work.add(pledges, id=pledge, code=code, drive=tx.drive, contact_id=tx.actor.id, kind="services",
                    donor="self", donor_name="Mẫu", unit_id=None, minor=None, currency=None, vnd=None, rate=None,
                    status="received", made_at=tx.now, ended_at=tx.now, reminded=0, remind_at=None)  # fmt: skip
        tx.work.add(pledge_services, id=new_id(), pledge_id=pledge, item=item, quota=quota, beneficiaries="học sinh",
                    valid_from="2021-09-01", valid_to="2022-05-31", worth=None)  # fmt: skip
    return code
