"""A folder of page templates; their engine is loaded with the first page, and each template is read once."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jinja2 import Environment


class Templates:
    """Everything a template prints is escaped, and a name that nobody gave is an error. `shared` is known to all."""

    def __init__(self, folder: Path, shared: Mapping[str, Any] | None = None, *, trim: bool = True):
        self._folder, self._shared, self._trim = folder, shared or {}, trim

    def render(self, template: str, /, **values: Any) -> str:
        """The page."""
        return self._environment.get_template(template).render(**values)

    @cached_property
    def _environment(self) -> Environment:
        from jinja2 import Environment, FileSystemLoader, StrictUndefined

        made = Environment(
            loader=FileSystemLoader(self._folder),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=self._trim,
            lstrip_blocks=self._trim,
        )
        made.globals.update(self._shared)
        return made
