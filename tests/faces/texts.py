"""Small policies for the tests of the command line."""

from __future__ import annotations

VOCABULARY = """\
party ring "Ring"
party owner "the owner"
event consent by owner "the owner agrees"
event warrant by owner "a warrant is served"
action release by ring "Ring hands over the footage"
rule closed: ring must not release unless permitted
rule consented: ring may release if consent
"""
HEAD = 'policy small "A small policy" as of 2024-01-01\n'
SMALL = HEAD + VOCABULARY
HOLDS = 'property asked "Nothing without consent": no release without consent\n'
FAILS = 'property served "Nothing without a warrant": no release without warrant\n'
KNOWN = FAILS + '  known to fail because "consent is enough"\n'
STALE = HOLDS + '  known to fail because "somebody thought so"\n'
VACUOUS = 'property idle "Nothing, where it both is and is not": no release without warrant if consent and not consent\n'
LIBRARY = 'library words "Words"\nparty court "a court"\n'
