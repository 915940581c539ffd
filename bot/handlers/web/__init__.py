"""The web messenger: a chat page in the browser, needing no account anywhere."""

from bot.handlers.web.handler import WebHandler
from bot.handlers.web.past import History, Past
from bot.handlers.web.people import DemoPart
from bot.web.limits import Limits

__all__ = ["DemoPart", "History", "Limits", "Past", "WebHandler"]
