"""The conversations, one a file, named by what the person does. Importing it enters them all into the list."""

from bot.flows import (
    bank_statement,
    cancel_gift,
    digest,
    give_cash,
    give_devices,
    help,
    language,
    match_money,
    menu,
    my_gifts,
    my_students,
    progress,
    register_student,
    start,
    weekly_report,
)

everything = (
    bank_statement,
    cancel_gift,
    digest,
    give_cash,
    give_devices,
    help,
    language,
    match_money,
    menu,
    my_gifts,
    my_students,
    progress,
    register_student,
    start,
    weekly_report,
)
"""Every module of flows."""
