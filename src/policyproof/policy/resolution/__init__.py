"""Tree to policy: every name resolved, every sort checked, every circle reported."""
