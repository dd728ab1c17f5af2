"""`--version`: the tool and the solver, without loading the solver."""

from __future__ import annotations

import os
from importlib.machinery import PathFinder

from policyproof import __version__


def version_lines() -> str:
    return f"policyproof {__version__}\nz3-solver {solver_version()}\n"


def solver_version() -> str:
    """The installed version of z3-solver, read off the name of the folder beside it that describes it.

    `importlib.metadata` says the same and takes twice as long as all the rest of `--version`; it is asked where no such
    folder is found.
    """
    found = PathFinder.find_spec("z3")
    for package in (found.submodule_search_locations or ()) if found else ():
        for name in os.listdir(os.path.dirname(package)):
            if name.startswith("z3_solver-") and name.endswith(".dist-info"):
                return name.removeprefix("z3_solver-").removesuffix(".dist-info")
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("z3-solver")
    except PackageNotFoundError:
        return "not installed"
