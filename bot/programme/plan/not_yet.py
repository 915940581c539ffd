"""What plans and tables hold and no code carries out yet; whoever runs the drive is told.

The list may only become shorter: `tests/test_promises_kept.py` finds whatever nobody reads.
"""

from __future__ import annotations

from typing import Any, Final, NamedTuple

from bot.chat.phrase import Phrase, _
from bot.programme.plan.schema import Plan
from bot.programme.plan.terms import Module, Role


class NotYet(NamedTuple):
    """Something not carried out yet: what does not happen, and what to do by hand meanwhile.

    `fields` as the plan's file names them, each with all that stands below it; `columns` as "table.column", for plans
    that have `module` switched on (None: for every plan).
    """

    says: Phrase
    fields: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    roles: tuple[Role, ...] = ()  # those that nothing follows from before it is carried out


class Unkept(NamedTuple):
    """What a plan uses of the list: the fields, or the module; nothing where it concerns every drive."""

    where: tuple[str, ...]
    says: Phrase


NOT_CARRIED_OUT_YET: Final = (
    NotYet(
        _("Schools cannot enter their wishes here: collect the wishes and tell givers of them yourself."),
        fields=("wishes",),
    ),
    NotYet(
        _("Nobody is asked for an opinion, and no silence is counted: send the draft and gather the answers yourself."),
        fields=("consultation",),
        roles=("agency_contact",),
    ),
    NotYet(
        _("Volunteers can neither sign up nor report here: keep their lists yourself."),
        fields=("volunteers",),
        roles=("volunteer", "team_leader"),
    ),
    NotYet(
        _("Nobody is asked to answer a difficulty in time: see to that yourself."),
        fields=("difficulties",),
    ),
    NotYet(
        _("Units are not told what they are to do: send them the plan itself."),
        fields=("duties",),
    ),
    NotYet(
        _("Nothing is passed on to the higher drive: report to it yourself."),
        fields=("parent",),
    ),
    NotYet(
        _("How far the drive is from its target share of pupils is worked out nowhere: compare it yourself."),
        fields=("students.target_percent",),
    ),
    NotYet(
        _("Cash books take budget money and money of funds, whether the plan does or not: keep an eye on it."),
        fields=("cash.sources",),
    ),
    NotYet(
        _(
            "What comes into an account counts for the whole drive, not for the unit that owns it: keep them "
            "apart yourself."
        ),
        fields=("cash.accounts.owner",),
    ),
    NotYet(
        _("One day's pay is worked out from pay alone: explain yourself who counts income, and who guides."),
        fields=("cash.one_day_pay.or_income", "cash.one_day_pay.guided_by"),
    ),
    NotYet(
        _("Figures go to the recipients with digest = true, the same to each: send papers to the others yourself."),
        fields=("reporting.to", "recipients.name", "recipients.purpose"),
    ),
    NotYet(
        _("This is kept, but neither used nor shown to anybody: tell people yourself what they need of it."),
        fields=(
            "paper.number",
            "paper.dated",
            "window.as_written",
            "reporting.as_written",
            "units.remote",
            "asked.who",
            "catalogue.counted_in",
            "cash.spent_on",
            "people.phone",
        ),
    ),
    NotYet(
        _(
            "Who did what and when, and why a reminder did not go out, is kept but shown nowhere: look it up in "
            "the database."
        ),
        columns=(
            "cards.changed_at",
            "cash_lines.ended_at",
            "cash_lines.signed_by",
            "contacts.made_at",
            "desks.contact_id",
            "desks.made_at",
            "devices.made_by",
            "nominations.ended_by",
            "nominations.made_at",
            "people.made_at",
            "receipts.settled_by",
            "reminders.at",
            "reminders.drive",
            "reminders.state",
            "reminders.why",
            "reports.contact_id",
            "transfers.ended_at",
            "transfers.ended_by",
        ),
    ),
)


def not_carried_out(plan: Plan) -> list[Unkept]:
    """What of the list a plan uses, in the list's order."""
    found = []
    for one in NOT_CARRIED_OUT_YET:
        where = tuple(field for field in one.fields if any(_values(plan, field)))
        if where or one.columns:
            found.append(Unkept(where, one.says))
    return found


def modules_not_carried_out(plan: Plan) -> list[Module]:
    """The modules a plan switches on and no code carries out at all."""
    unkept = {field for one in NOT_CARRIED_OUT_YET for field in one.fields}
    return [module for module in plan.modules if module in unkept]


def idle(role: str) -> bool:
    """Whether nothing follows from a role yet."""
    return any(role in one.roles for one in NOT_CARRIED_OUT_YET)


def _values(plan: Plan, field: str) -> list[Any]:
    """Every value that stands at a field, in whatever tables it stands."""
    found: list[Any] = [plan]
    for name in field.split("."):
        found = [getattr(table, name) for table in found if table is not None]
        found = [one for value in found for one in (value if isinstance(value, tuple) else (value,))]
    return found
