"""Policy and claim to terms: what is asked of the solver, and how its answer reads as a scenario.

Written from docs/meaning.md alone. Shares names and types with `meaning`, and no logic: each is the other's examiner.
"""
