"""The only room that knows a solver: terms to SMT-LIB text, text to answers."""
