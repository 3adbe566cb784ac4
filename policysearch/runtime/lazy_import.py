"""Foreign modules loaded without what they import and never use; nothing that other code or threads can see is changed."""

from __future__ import annotations

import builtins
import sys
from collections.abc import Callable, Mapping
from importlib import import_module
from importlib.machinery import PathFinder
from importlib.util import find_spec, module_from_spec
from typing import Any


class Later:
    """A stand-in for a module of functions, which is imported when one of them is called."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, function: str) -> Callable[..., Any]:
        def call(*args: Any, **named: Any) -> Any:
            return getattr(import_module(self._name), function)(*args, **named)

        return call


def load(name: str, without: Mapping[str, object | None]) -> None:
    """Import the module `name` of a package. Where it imports a name in `without`, it gets the object given there; for None, an ImportError.

    Raises ModuleNotFoundError when the package is not installed.
    """
    if name in sys.modules:
        return
    package, _, child = name.rpartition(".")
    above = find_spec(package)
    spec = PathFinder.find_spec(name, above.submodule_search_locations) if above else None
    if spec is None or spec.loader is None:  # in a frozen program, or not there at all
        import_module(name)
        return

    def imported(wanted: str, *rest: Any) -> object:
        if wanted not in without or wanted in sys.modules:
            return builtins.__import__(wanted, *rest)
        if (stand_in := without[wanted]) is None:
            raise ImportError(f"{name} is loaded without {wanted}")
        return stand_in

    # The stand-ins are given by the builtins of this one module, not by sys.modules, which all threads share. It becomes
    # known only when it is complete, so nobody meets half of it.
    module = module_from_spec(spec)
    vars(module)["__builtins__"] = vars(builtins) | {"__import__": imported}
    spec.loader.exec_module(module)
    vars(module)["__builtins__"] = builtins
    module = sys.modules.setdefault(name, module)
    setattr(import_module(package), child, module)
