"""The list of flows: entered once, found by every command, shown on the menu to whom it is for."""

from __future__ import annotations

import pytest

from bot.chat.phrase import Phrase
from bot.chat.words import Chat
from bot.flows import registry
from bot.flows.giving.appointment_hours import WEEKDAYS, slot_phrase
from bot.flows.menu_order import FIRST, MENU
from bot.flows.registry import COMMANDS, FLOWS, flow, menu
from bot.programme.people.role_names import ROLE_NAMES
from bot.programme.people.roles import REPORTS, REVIEWS
from bot.programme.plan.terms import Role
from bot.texts import plain

ALL = frozenset({"cash", "devices", "students", "reports"})


def names(*roles: str, modules: frozenset[str] = ALL) -> list[str]:
    return [entry.name for entry in menu(frozenset(roles), modules)]


def of_interest(found: list[str], *wanted: str) -> list[str]:
    return [name for name in found if name in wanted]


def test_everybody_sees_what_everybody_may_do() -> None:
    first = ("give_cash", "give_devices", "my_gifts", "progress", "help", "language", "enter_code")
    assert of_interest(names(), *first) == list(first)
    assert all(not FLOWS[name].roles for name in names())


def test_a_role_adds_its_flows_in_their_place() -> None:
    own = ("my_gifts", "enter_student", "my_students", "weekly_report", "digest", "progress")
    assert of_interest(names("school_contact"), *own) == ["enter_student", "my_students", "my_gifts", "progress"]
    assert of_interest(names("unit_contact"), *own) == ["my_gifts", "progress"]
    assert of_interest(names("unit_contact", "reporter"), *own) == ["weekly_report", "my_gifts", "progress"]
    assert of_interest(names("deputy", "reporter"), *own) == ["weekly_report", "my_gifts", "progress"]
    assert of_interest(names("official"), *own) == ["digest", "progress", "my_gifts"]
    several = of_interest(names("school_contact", "unit_contact", "reporter", "official"), *own)
    assert several == ["enter_student", "my_students", "weekly_report", "digest", "progress", "my_gifts"]
    assert set(names()) < set(names("unit_contact"))


def test_a_module_that_is_off_takes_its_flows_away() -> None:
    assert "give_cash" not in names(modules=ALL - {"cash"})
    assert "give_devices" not in names(modules=ALL - {"devices"})
    assert "enter_student" not in names("school_contact", modules=ALL - {"students"})
    assert "weekly_report" not in names("unit_contact", "reporter", modules=ALL - {"reports"})


def test_the_order_of_the_menu_names_flows_each_once() -> None:
    assert len(set(MENU)) == len(MENU)
    assert set(MENU) <= set(FLOWS)
    for role, first in FIRST.items():
        assert set(first) <= set(MENU), role
        for name in first:
            assert FLOWS[name].roles & {role, REPORTS, REVIEWS} or not FLOWS[name].roles, role


def test_two_flows_of_one_name_or_command_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "FLOWS", dict(FLOWS))
    monkeypatch.setattr(registry, "COMMANDS", dict(COMMANDS))

    async def menu(chat: Chat) -> None: ...

    async def another(chat: Chat) -> None: ...

    with pytest.raises(ValueError, match="two flows are called menu"):
        flow(label=Phrase("x"))(menu)
    with pytest.raises(ValueError, match="/goptien belongs to give_cash already"):
        flow("goptien", label=Phrase("x"))(another)


def test_commands_are_written_in_small_letters_without_marks() -> None:
    for command in COMMANDS:
        assert command.replace("_", "").isascii()
        assert command.replace("_", "").isalnum()
        assert command == command.lower()
        assert len(command) <= 32  # Telegram's limit


def test_every_role_of_a_plan_has_a_name_in_both_languages() -> None:
    assert set(ROLE_NAMES) == set(Role.__args__)  # type: ignore[attr-defined]  # a Literal knows its choices
    for name in ROLE_NAMES.values():
        assert plain(name, "vi") != plain(name, "en")


@pytest.mark.parametrize(
    ("slot", "english"),
    [
        ("2021-09-28 08:00-11:00", "Tuesday 28/9, 08:00–11:00"),
        ("monday 08:00-11:00", "Monday, 08:00-11:00"),
        ("monday,friday 08:00-11:00", "Monday, Friday, 08:00-11:00"),
        ("monday,tuesday,wednesday 14:00-16:30", "Monday to Wednesday, 14:00-16:30"),
        ("friday,saturday,sunday 07:00-09:00", "Friday to Sunday, 07:00-09:00"),
        ("tuesday,thursday,saturday 08:00-11:00", "Tuesday, Thursday, Saturday, 08:00-11:00"),
    ],
)
def test_a_slot_is_said_as_people_say_it(slot: str, english: str) -> None:
    assert plain(slot_phrase(slot), "en") == english


def test_every_weekday_has_its_name() -> None:
    assert [plain(day, "vi") for day in WEEKDAYS.values()] == [
        "Thứ Hai",
        "Thứ Ba",
        "Thứ Tư",
        "Thứ Năm",
        "Thứ Sáu",
        "Thứ Bảy",
        "Chủ nhật",
    ]
