"""`python -m policyproof` is the command line."""

from __future__ import annotations

import sys

from policyproof.faces.cli import main

sys.exit(main())
