"""English verbs: from the form in which a description uses one to the forms that a sentence needs."""

from __future__ import annotations

import re

_IRREGULAR = """
be was been|become became become|begin began begun|bind bound bound|break broke broken|
bring brought brought|build built built|buy bought bought|catch caught caught|choose chose chosen|
come came come|cost cost cost|cut cut cut|deal dealt dealt|do did done|draw drew drawn|drive drove driven|
fall fell fallen|feel felt felt|fight fought fought|find found found|flee fled fled|
forbid forbade forbidden|forget forgot forgotten|get got got|give gave given|go went gone|grow grew grown|
hang hung hung|have had had|hear heard heard|hide hid hidden|hit hit hit|hold held held|hurt hurt hurt|
keep kept kept|know knew known|lay laid laid|lead led led|leave left left|lend lent lent|let let let|
lie lay lain|lose lost lost|make made made|mean meant meant|meet met met|overhear overheard overheard|
pay paid paid|put put put|read read read|run ran run|say said said|see saw seen|seek sought sought|
sell sold sold|send sent sent|set set set|shoot shot shot|show showed shown|shut shut shut|
sign signed signed|sit sat sat|speak spoke spoken|spend spent spent|stand stood stood|steal stole stolen|
swear swore sworn|take took taken|teach taught taught|tell told told|think thought thought|
understand understood understood|undertake undertook undertaken|uphold upheld upheld|wear wore worn|
win won won|withdraw withdrew withdrawn|withhold withheld withheld|withstand withstood withstood|
write wrote written|rewrite rewrote rewritten|resend resent resent|overrun overran overrun|
foresee foresaw foreseen|forgo forwent forgone|quit quit quit|split split split|spread spread spread|
strike struck struck|submit submitted submitted|permit permitted permitted|admit admitted admitted|
commit committed committed|refer referred referred|transfer transferred transferred|
occur occurred occurred|confer conferred conferred|infer inferred inferred|defer deferred deferred|
enrol enrolled enrolled|control controlled controlled|cancel cancelled cancelled|
travel travelled travelled|label labelled labelled|equip equipped equipped|omit omitted omitted|
compel compelled compelled|expel expelled expelled|dispel dispelled dispelled|rebut rebutted rebutted|
emit emitted emitted|remit remitted remitted|regret regretted regretted|prefer preferred preferred|
deter deterred deterred|focus focused focused
"""
_FORMS: dict[str, tuple[str, str]] = {}
for _entry in _IRREGULAR.replace("\n", "").split("|"):
    _base, _past, _participle = _entry.split()
    _FORMS[_base] = (_past, _participle)

_PASTS = {past: base for base, (past, _) in _FORMS.items() if past != base}
_PARTICIPLES = frozenset(participle for _, participle in _FORMS.values())

_REGULAR = frozenset(
    """
accept access account act admit affirm agree allow answer appear apply approve arrange arrest ask assert attach
authorise authorize believe belong block call certify challenge change claim clear close collect complain comply
concern conclude conduct confirm consent consider contact contain contest continue copy count cover date decide
declare decline delay delete deliver demand deny depend describe destroy determine direct disagree disclose discover
dismiss distribute double drop email encrypt end enforce enrol enter erase establish examine exist expect expire
explain extend fail file finish flag follow forward grant guess happen hear help hire hope identify impose indicate
inform insist inspect install intend intercept invoke issue join judge keep know lack last learn leave lift like limit
link list live log look lodge mail mark match moderate move name need notify object obtain offer open opt order own
participate pass pause pend permit pertain petition pick place plan pledge point possess post present preserve press
presume proceed process produce promise propose protect prove provide publish purge pursue query question quote raise
reach realise realize reason receive recognise recognize recommend record redact reduce refuse register reject relate
release rely remain remember remove renew reopen reply report represent request require rescind resist resolve respond
rest restrict result retain retract return reveal reverse review revoke rule save scan schedule seal search seem seize
select serve settle share sign signal specify start state stay stop store stream submit sue suggest supply support
suppose surrender suspect suspend talk target tend terminate testify threaten touch track transfer transmit treat
trigger trust try turn unlock upload use validate verify view violate visit vote wait waive want warn watch witness
worry work wrong
""".split()  # noqa: SIM905 - a paragraph of words is easier to read than a list of quoted ones
)

KNOWN = _REGULAR | frozenset(_FORMS)
"""Verbs (infinitives) that are recognised where a description has a plural subject, as in `the data relate to …`."""

SAYING = frozenset(
    """
believe say find hold judge suspect know think certify claim swear state assert declare conclude fear suppose decide
""".split()  # noqa: SIM905 - a paragraph of words is easier to read than a list of quoted ones
)
"""Verbs that a whole clause may follow, also without `that`."""

_DOUBLING = re.compile(r"[^aeiou]*[aeiou][bdgklmnprt]")


def infinitive(form: str) -> str:
    """`hands` → `hand`, `files` → `file`, `passes` → `pass`, `denies` → `deny`; a plural form stays as it is."""
    special = {
        "is": "be",
        "are": "be",
        "was": "be",
        "were": "be",
        "has": "have",
        "had": "have",
        "does": "do",
        "goes": "go",
        "dies": "die",
        "lies": "lie",
        "ties": "tie",
    }
    if form in special:
        return special[form]
    if form in KNOWN or not form.endswith("s"):
        return of_past(form) or form if form not in KNOWN else form
    if form.endswith("ies"):
        return form[:-3] + "y"
    if form.endswith(("sses", "shes", "ches", "xes", "oes")) or form[:-2] in KNOWN:
        return form[:-2]
    return form[:-1]


def past(base: str) -> str:
    """`hand` → `handed`, `give` → `gave`."""
    return _FORMS[base][0] if base in _FORMS else _regular(base)


def participle(base: str) -> str:
    """`hand` → `handed`, `give` → `given`."""
    return _FORMS[base][1] if base in _FORMS else _regular(base)


def third_person(base: str) -> str:
    """`hand` → `hands`, `pass` → `passes`, `deny` → `denies`."""
    special = {"be": "is", "have": "has", "do": "does", "go": "goes"}
    if base in special:
        return special[base]
    if base.endswith(("s", "sh", "ch", "x", "z", "o")):
        return base + "es"
    if base.endswith("y") and base[-2:-1] not in set("aeiou"):
        return base[:-1] + "ies"
    return base + "s"


def is_participle(word: str) -> bool:
    """Whether a word after `has` makes a perfect (`has turned on`), as against `has no objection`."""
    return word in _PARTICIPLES or (word.endswith("ed") and len(word) > len("need"))


def of_past(form: str) -> str | None:
    """`learned` → `learn`, `came` → `come`; None for what is no past form of a verb that is known."""
    if form in _PASTS:
        return _PASTS[form]
    return next((base for base in (form.removesuffix("d"), form.removesuffix("ed")) if base in _REGULAR and base != form), None)


def _regular(base: str) -> str:
    if base.endswith("e"):
        return base + "d"
    if base.endswith("y") and base[-2:-1] not in set("aeiou"):
        return base[:-1] + "ied"
    if _DOUBLING.fullmatch(base):
        return base + base[-1] + "ed"
    return base + "ed"
