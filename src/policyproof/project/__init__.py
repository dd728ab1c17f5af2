"""From paths to policies: files, folders, and what they use."""

from __future__ import annotations

from policyproof.project.load import Loaded, load, load_text

__all__ = ["Loaded", "load", "load_text"]
