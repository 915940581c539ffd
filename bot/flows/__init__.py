"""The conversations, one a file, named by what the person does. Importing it enters them all into the list."""

from importlib import import_module
from pkgutil import walk_packages

for _found in walk_packages(__path__, f"{__name__}."):
    import_module(_found.name)
