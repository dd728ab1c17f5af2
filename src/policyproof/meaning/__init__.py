"""The reference meaning of the language, in plain Python: no solver, readable as the definition.

`moments` is time, `course` a scenario being read, `reading` formulas, `rules` when rules apply, `decisions` what may be done,
`lawful` which scenarios are lawful, `dilemmas`, `claims` which scenarios break a property, `silence` what is left when words
do not count, `cases` what a case expects, `nature` what is a scenario at all.
"""
