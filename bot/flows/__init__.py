"""The conversations, one a file, named by what the person does. Importing it enters them all into the list."""

from bot.flows.day_pay import day_pay as unit_desk
from bot.flows.day_pay import overview as unit_overview
from bot.flows.devices import change_device, device, labels, stock, take_device
from bot.flows.devices import hand_on_devices as move_goods
from bot.flows.general import help, language, menu, start, web_desk
from bot.flows.giving import (
    cancel_gift,
    give_cash,
    give_devices,
    give_services,
    journey,
    missing,
    my_gifts,
    services_desk,
)
from bot.flows.giving import (
    move_appointment as move_visit,
)
from bot.flows.money import bank_statement, cash_book, hand_on, match_money, own_receipt
from bot.flows.reporting import digest, progress, weekly_report
from bot.flows.students import my_students, register_student
from bot.flows.thanks import honours, nominate
from bot.flows.thanks import papers as thanks

everything = (
    bank_statement,
    cancel_gift,
    cash_book,
    change_device,
    device,
    digest,
    give_cash,
    give_devices,
    give_services,
    hand_on,
    help,
    honours,
    labels,
    journey,
    language,
    match_money,
    menu,
    missing,
    move_goods,
    move_visit,
    my_gifts,
    my_students,
    nominate,
    own_receipt,
    progress,
    register_student,
    services_desk,
    start,
    stock,
    take_device,
    unit_desk,
    unit_overview,
    web_desk,
    thanks,
    weekly_report,
)
"""Every module of flows."""
