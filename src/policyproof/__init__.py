"""policyproof: proofs and counterexamples for disclosure rules."""

from __future__ import annotations

__version__ = "0.1.0"
