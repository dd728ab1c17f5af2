"""The least that any check costs: an interpreter with lark and z3, the parse table loaded, one trivial question answered.

Everything in `run.py` is measured against this process, so that figures from different machines can be compared.
"""

from __future__ import annotations

import lark
import z3

from policyproof.syntax.table import load_table

table = load_table()
solver = z3.SimpleSolver()
solver.from_string("(declare-const p Bool) (assert p)")
assert lark.__version__, table
assert solver.check() == z3.sat
