"""Each fact the five papers name stands in their plans."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from bot.programme.plan import (
    check_plan,
    forwards_to,
    load_plan,
    members,
    owes_day_pay,
    plan_bytes,
    plan_names,
    report_periods,
    reporters,
    unit_of,
    units_above,
    units_under,
)

HERE = ZoneInfo("Asia/Ho_Chi_Minh")
FIVE = ["hai-phong", "tay-ninh", "thanh-oai", "tuan-giao", "vinh-tuong"]


def at(year: int, month: int, day: int, hour: int = 0, minute: int = 0, second: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, second, tzinfo=HERE)


def test_the_house_comes_with_the_five_plans() -> None:
    assert plan_names() == FIVE


@pytest.mark.parametrize("name", FIVE)
def test_every_plan_is_without_fault_and_bears_its_file_s_name(name: str) -> None:
    assert check_plan(plan_bytes(name)) == []
    assert load_plan(name).slug == name


@pytest.mark.parametrize("name", FIVE)
def test_all_phones_and_mailboxes_are_invented(name: str) -> None:
    text = plan_bytes(name).decode()
    phones = re.findall(r"(?<!\d)0\d{3}[ .]?\d{3}[ .]?\d{3}(?!\d)", text)
    assert phones
    assert all(phone.startswith("0900 000 ") for phone in phones)
    assert all(mail.endswith("@example.org") for mail in re.findall(r"\S+@\S+\w", text))


def test_prefixes_tell_the_drives_apart() -> None:
    assert len({load_plan(name).code_prefix for name in FIVE}) == 5


def test_thanh_oai_lasts_from_23_september_to_the_end_of_15_november() -> None:
    window = load_plan("thanh-oai").window
    assert (window.opens, window.closes) == (at(2021, 9, 23), at(2021, 11, 15, 23, 59, 59))


def test_thanh_oai_rests_on_its_two_papers_and_carries_out_the_city_s() -> None:
    plan = load_plan("thanh-oai")
    assert plan.paper.number == "22/KH-MTTQ-BTT"
    assert plan.paper.dated == date(2021, 9, 22)
    assert [(basis.number, basis.dated) for basis in plan.legal_basis] == [
        ("199/KH-MTTQ-BTT", date(2021, 9, 20)),
        ("400-TB/HU", date(2021, 9, 17)),
    ]
    assert plan.parent is not None
    assert plan.parent.number == "199/KH-MTTQ-BTT"
    assert unit_of(plan, plan.organiser.unit).kind == "front"


def test_thanh_oai_has_seven_tuesdays_and_a_closing_report() -> None:
    periods = report_periods(load_plan("thanh-oai"))
    days = ["2021-09-28", "2021-10-05", "2021-10-12", "2021-10-19", "2021-10-26", "2021-11-02", "2021-11-09"]
    assert [period.key for period in periods] == [*days, "2021-11-16"]
    assert [period.closing for period in periods] == [False] * 7 + [True]
    assert all(period.due.weekday() == 1 and period.due.time() == time(17) for period in periods)
    assert periods[0].opens == at(2021, 9, 23)
    assert all(later.opens == earlier.due for earlier, later in itertools.pairwise(periods))


def test_thanh_oai_s_communes_members_and_offices_report_to_the_front() -> None:
    plan = load_plan("thanh-oai")
    kinds = Counter(unit.kind for unit in reporters(plan))
    assert (kinds["commune"], kinds["town"]) == (20, 1)
    assert {"hoi-nong-dan", "ldld", "doan-tn", "hoi-lhpn", "hoi-ccb"} <= {unit.key for unit in reporters(plan)}
    assert {"phong-gddt", "phong-tckh", "phong-ldtbxh", "trung-tam-vhtt"} <= {unit.key for unit in reporters(plan)}
    assert plan.reporting is not None
    assert plan.reporting.to == "mttq-thanh-oai"
    assert [field.key for field in plan.reporting.fields] == ["publicity", "cash", "goods", "difficulty"]


def test_thanh_oai_s_schools_lie_in_its_communes() -> None:
    plan = load_plan("thanh-oai")
    schools = [unit for unit in units_under(plan, "thanh-oai") if unit.kind == "school"]
    assert len(schools) == 12
    assert all(units_above(plan, school.key)[0].kind in ("commune", "town") for school in schools)
    assert all(school.levels and school.pupils for school in schools)


def test_thanh_oai_does_not_oblige_health_army_and_police() -> None:
    plan = load_plan("thanh-oai")
    exempt = [unit for unit in plan.units if unit.exempt]
    assert {unit.kind for unit in exempt} == {"health", "military", "police"}
    assert {unit.key for unit in exempt} == {u.key for u in plan.units if u.kind in ("health", "military", "police")}
    assert not set(exempt) & set(reporters(plan))
    assert not any(owes_day_pay(plan, unit.key) for unit in exempt)


def test_thanh_oai_asks_staff_for_a_day_s_pay_and_benefactors_for_what_they_can() -> None:
    plan = load_plan("thanh-oai")
    assert plan.cash is not None
    assert plan.cash.one_day_pay is not None
    assert plan.cash.one_day_pay.or_income
    assert plan.cash.one_day_pay.guided_by == "phong-tckh"
    assert owes_day_pay(plan, "phong-gddt")
    assert owes_day_pay(plan, "cong-ty-vi-du")
    assert not owes_day_pay(plan, "ho-vi-du")
    assert {group.gives for group in plan.asked} == {"one_day_pay", "as_able", "not_obliged"}


def test_thanh_oai_s_money_goes_to_the_city_and_its_things_stay_until_there_is_a_surplus() -> None:
    plan = load_plan("thanh-oai")
    assert plan.cash is not None
    assert plan.goods is not None
    assert [account.owner for account in plan.cash.accounts] == ["mttq-ha-noi"]
    assert re.fullmatch(r"\d{6}", plan.cash.accounts[0].bin)
    assert {"VND", "USD", "EUR", "JPY"} == set(plan.cash.currencies)
    assert {rate.currency for rate in plan.cash.rates} == {"USD", "EUR", "JPY"}
    assert plan.goods.local_first
    assert plan.goods.surplus_to == "mttq-ha-noi"
    for donor in ("cao-vien", "kim-bai", "hoi-lhpn"):
        for what in ("cash", "goods"):
            taker = forwards_to(plan, donor, what)
            assert taker is not None
            assert taker.key == "mttq-thanh-oai"
    city = forwards_to(plan, "mttq-thanh-oai", "cash")
    assert city is not None
    assert city.key == "mttq-ha-noi"
    assert forwards_to(plan, "mttq-thanh-oai", "goods") is None


def test_thanh_oai_takes_five_kinds_of_things_and_asks_after_their_condition() -> None:
    plan = load_plan("thanh-oai")
    assert [item.sort for item in plan.catalogue] == ["computer", "tablet", "phone", "wifi", "sim"]
    assert [item.meets for item in plan.catalogue] == ["device", "device", "device", "connection", "connection"]
    assert all(item.questions for item in plan.catalogue)
    assert plan.goods is not None
    assert plan.goods.drop_off
    verdicts = {answer.verdict for question in plan.goods.questions for answer in question.answers}
    assert verdicts == {"usable", "repair", "parts"}


def test_thanh_oai_helps_poor_then_near_poor_then_hard_pressed_households() -> None:
    students = load_plan("thanh-oai").students
    assert students is not None
    assert [priority.key for priority in students.priorities] == ["poor", "near-poor", "hardship"]
    assert [step.key for step in students.steps] == ["school", "commune", "offices", "district", "city"]


def test_thanh_oai_reports_to_the_city_the_party_and_the_councils() -> None:
    plan = load_plan("thanh-oai")
    upward = [recipient.name for recipient in plan.recipients if recipient.purpose == "b/c" and recipient.digest]
    assert upward == [
        "Ban Thường trực Ủy ban MTTQ Việt Nam Thành phố",
        "Thường trực Huyện ủy",
        "Thường trực HĐND, UBND huyện",
    ]
    assert plan.recipients[-1].purpose == "lưu"
    assert plan.digest is not None
    assert plan.reporting is not None
    assert plan.digest.at > plan.reporting.at


def test_thanh_oai_has_somebody_for_every_part_in_a_demonstration() -> None:
    roles = {person.role for person in load_plan("thanh-oai").people}
    assert {"donor", "school_contact", "reviewer", "unit_contact", "deputy", "coordinator", "accountant"} <= roles
    assert {"manager", "official"} <= roles


def test_vinh_tuong_lasts_five_days_with_lists_by_five_and_a_report_afterwards() -> None:
    plan = load_plan("vinh-tuong")
    assert (plan.window.opens, plan.window.closes) == (at(2021, 9, 22), at(2021, 9, 26, 23, 59, 59))
    dues = {deadline.key: deadline for deadline in plan.deadlines}
    assert dues["pupil-lists"].due == at(2021, 9, 22, 17)
    assert dues["pupil-lists"].remind_hours == (4, 1)
    assert dues["coverage"].due == at(2021, 9, 22, 23, 59, 59)  # "trước ngày 23/9"
    assert {unit.kind for unit in members(plan, dues["coverage"].units, dues["coverage"].kinds)} == {"telecom"}
    (period,) = report_periods(plan)
    assert (period.due, period.closing) == (at(2021, 9, 29, 23, 59, 59), True)  # "trước ngày 30/9"


def test_vinh_tuong_is_held_by_the_education_office_with_a_board_and_an_account_of_its_own() -> None:
    plan = load_plan("vinh-tuong")
    assert plan.organiser.unit == "phong-gddt"
    assert len(plan.contacts) == 4
    assert plan.cash is not None
    assert [account.owner for account in plan.cash.accounts] == ["phong-gddt"]
    assert plan.cash.sources == ("gift", "budget", "fund")
    assert plan.cash.one_day_pay is None


def test_vinh_tuong_tells_desktops_from_laptops_and_takes_services() -> None:
    sorts = Counter(item.sort for item in load_plan("vinh-tuong").catalogue)
    assert {"desktop", "laptop", "tablet", "phone", "service"} == set(sorts)
    assert sorts["service"] >= 2


def test_vinh_tuong_helps_grades_1_to_12_once_for_device_or_line() -> None:
    students = load_plan("vinh-tuong").students
    assert students is not None
    assert students.levels == ("primary", "lower_secondary", "upper_secondary")
    assert students.lacks == ("device", "connection")
    assert students.once_per_pupil
    assert students.target_percent == 100


def test_vinh_tuong_has_28_communes_and_towns() -> None:
    kinds = Counter(unit.kind for unit in load_plan("vinh-tuong").units)
    assert (kinds["commune"], kinds["town"]) == (25, 3)


def test_tuan_giao_gathers_wishes_of_schools_and_their_sites() -> None:
    plan = load_plan("tuan-giao")
    assert plan.wishes is not None
    kinds = {kind.key: kind for kind in plan.wishes.kinds}
    assert {"electricity", "water", "toilet", "meals", "books", "supplies", "equipment", "building"} == set(kinds)
    assert len(kinds["toilet"].states) == 2
    assert kinds["meals"].recurring
    assert not kinds["toilet"].recurring
    assert plan.wishes.first_levels == ("kindergarten", "primary")
    assert plan.wishes.first_remote
    assert any(unit.kind == "site" for unit in units_under(plan, "mn-tenh-phong"))
    assert plan.wishes.platform is not None
    assert plan.wishes.platform.link is None


def test_tuan_giao_marks_each_recipient_and_has_no_known_end() -> None:
    plan = load_plan("tuan-giao")
    assert [(r.name, r.purpose) for r in plan.recipients[:4]] == [
        ("UBND tỉnh", "b/c"),
        ("Sở GD&ĐT", "p/h"),
        ("TT: Huyện ủy, HĐND huyện", "b/c"),
        ("Chủ tịch UBND huyện", "b/c"),
    ]
    assert plan.recipients[-1].purpose == "lưu"
    assert plan.window.closes is None
    assert [basis.number for basis in plan.legal_basis] == ["191/UBND-KGVX", "288/SGDDĐT-VP"]


def test_tay_ninh_begins_in_august_and_ends_with_the_campaign() -> None:
    plan = load_plan("tay-ninh")
    assert (plan.window.opens, plan.window.closes) == (at(2024, 8, 1), None)
    assert plan.modules == ("volunteers",)


def test_tay_ninh_asks_six_things_after_each_activity() -> None:
    volunteers = load_plan("tay-ninh").volunteers
    assert volunteers is not None
    assert [field.key for field in volunteers.report] == [
        "name",
        "content",
        "result",
        "cooperation",
        "strengths",
        "limits",
    ]
    assert all(field.required for field in volunteers.report)
    assert [team.key for team in volunteers.teams] == ["digital-community", "digital-summer"]
    assert volunteers.target is not None
    assert volunteers.target.number == 6_000_000
    assert [topic.key for topic in volunteers.training] == ["purpose", "method", "safety", "local"]


def test_tay_ninh_s_unions_stand_below_the_province_s() -> None:
    plan = load_plan("tay-ninh")
    assert Counter(unit.kind for unit in units_under(plan, "tinh-doan"))["youth_union"] == 13


def test_hai_phong_takes_opinions_within_the_sixth_of_october() -> None:
    consultation = load_plan("hai-phong").consultation
    assert consultation is not None
    assert consultation.due == at(2021, 10, 6, 23, 59, 59)
    assert consultation.silence == "agreement"


def test_hai_phong_asks_eight_groups_with_all_fifteen_districts() -> None:
    plan = load_plan("hai-phong")
    assert plan.consultation is not None
    groups = {group.key: members(plan, group.units, group.kinds) for group in plan.consultation.groups}
    assert len(groups) == 8
    assert len(groups["quan-huyen"]) == 15
    invited = [unit.key for units in groups.values() for unit in units]
    assert len(invited) == len(set(invited))
    assert plan.organiser.unit not in invited


def test_hai_phong_gives_its_contact_and_its_three_papers() -> None:
    plan = load_plan("hai-phong")
    assert "62 Võ Thị Sáu" in plan.contacts[0].address
    assert [basis.number for basis in plan.legal_basis] == ["3667/KH-BTTTT-BGDĐT", "6727/UBND-VX", "6509/UBND-VX"]
