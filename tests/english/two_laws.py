"""Two fictional laws over one vocabulary, read from a folder."""

from __future__ import annotations

from pathlib import Path

from policyproof.policy.model import Policy
from policyproof.project import load

WORDS = """\
library words "Words of two laws"
standard assertion < good-faith
party keeper "the keeper"
party court "a court"
fact urgent decided by keeper on good-faith "the keeper believes that it is urgent"
fact health "the data are about somebody's health" otherwise "the data are about nobody's health"
event order by court "a court orders it"
event consent "the customer agrees"
action disclose by keeper "the keeper discloses the data"
action tell by keeper "the keeper tells the customer"
"""
MAIL = """\
policy mail "Mail Act (fictional)" as of 2020-01-01
use "words.policy"
source act "Mail Act"
rule closed: keeper must not disclose unless permitted see act "section 1"
rule emergency: keeper may disclose if urgent see act "section 2"
rule ordered: keeper may disclose if order see act "section 3"
rule produce: keeper must disclose within 14 days after order see act "section 4"
"""
HEALTH = """\
policy health-law "Health Privacy Act (fictional)"
use "words.policy"
source act "Health Privacy Act"
scope health
rule closed: keeper must not disclose unless permitted see act "article 1"
rule agreed: keeper may disclose if consent see act "article 2"
rule told: keeper must tell within 30 days after disclose see act "article 3"
"""


def of_folder(folder: Path, name: str, **texts: str) -> Policy:
    """The policy of that name, of a folder with the two laws and these files."""
    for file, text in {"words": WORDS, "mail": MAIL, "health-law": HEALTH, **texts}.items():
        (folder / f"{file.replace('_', '-')}.policy").write_text(text)
    loaded = load([f"{name}.policy"], folder)
    assert not loaded.diagnostics, loaded.diagnostics
    return loaded.policies[0]
