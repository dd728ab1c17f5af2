"""Interned terms over three kinds of atom. Knows nothing of policies or of any solver."""
