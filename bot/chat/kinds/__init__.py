"""The kinds of answers: what may be answered to a question, and how what people type is read."""

from bot.chat.kinds.choice import Choice, Decision
from bot.chat.kinds.consent import Consent, says_no
from bot.chat.kinds.day import BirthDay, Day
from bot.chat.kinds.day_pay import DayPay
from bot.chat.kinds.either import Either, Named
from bot.chat.kinds.files import Document, Photo
from bot.chat.kinds.gift_sum import GiftSum, GiftSumOrDays
from bot.chat.kinds.money import Money, read_money
from bot.chat.kinds.number import Number
from bot.chat.kinds.payroll import AverageDay, Payroll, Pays
from bot.chat.kinds.person import PersonName
from bot.chat.kinds.phone import Phone
from bot.chat.kinds.pupil_list import PaperList, PastedRows, SentList
from bot.chat.kinds.school_class import SchoolClass
from bot.chat.kinds.several import Several
from bot.chat.kinds.text import ClassName, Text

__all__ = [
    "AverageDay",
    "BirthDay",
    "Choice",
    "ClassName",
    "Consent",
    "Day",
    "DayPay",
    "Decision",
    "Document",
    "Either",
    "GiftSum",
    "GiftSumOrDays",
    "Money",
    "Named",
    "Number",
    "PaperList",
    "PastedRows",
    "Payroll",
    "Pays",
    "PersonName",
    "Phone",
    "Photo",
    "SchoolClass",
    "SentList",
    "Several",
    "Text",
    "read_money",
    "says_no",
]
