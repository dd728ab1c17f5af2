"""Files, folders and what they use: what is read, in which order, and what is said of the rest."""

from __future__ import annotations

import io
import os
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from policyproof.diagnostics import CODES, Diagnostic
from policyproof.project import load

LAW = 'policy {name} "P"\nparty p\nevent e\naction a by p\nrule closed: p must not a unless permitted\n'


def write(folder: Path, **files: str | bytes) -> None:
    """Writes `a__b` as `a/b.policy`."""
    for name, content in files.items():
        path = folder / (name.replace("__", "/") + ".policy")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())


def one(folder: Path, *paths: str) -> Diagnostic:
    (diagnostic,) = load(paths, folder).diagnostics
    assert diagnostic.code in CODES
    return diagnostic


def line(diagnostic: Diagnostic) -> int:
    assert diagnostic.span is not None
    return diagnostic.span.line


def test_files_and_folders_in_order_each_once(tmp_path: Path) -> None:
    write(tmp_path, z=LAW.format(name="z"), s__b=LAW.format(name="b"), s__a=LAW.format(name="a"), s__t__c=LAW.format(name="c"))
    write(tmp_path, s__u__d='library d "D"\nparty q\n')
    (tmp_path / "s" / ".hidden").mkdir()
    write(tmp_path / "s" / ".hidden", x="nonsense")
    (tmp_path / "s" / "notes.txt").write_text("no policy")
    loaded = load(["z.policy", "s", "./s/a.policy"], tmp_path)
    assert not loaded.diagnostics
    assert [policy.name for policy in loaded.policies] == ["z", "a", "b", "c"]
    assert [library.name for library in loaded.libraries] == ["d"]
    assert list(loaded.sources) == ["z.policy", "s/a.policy", "s/b.policy", "s/t/c.policy", "s/u/d.policy"]


def test_standard_input(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, lib='library lib "L"\nparty q\n')
    monkeypatch.setattr(
        "sys.stdin", io.TextIOWrapper(io.BytesIO(b'policy i "I"\nuse "lib.policy"\nfact a decided by q\nfact b b\n'))
    )
    diagnostic = one(tmp_path, "-")
    assert (diagnostic.path, line(diagnostic)) == ("<stdin>", 4)


def test_a_byte_order_mark_is_no_part_of_the_text(tmp_path: Path) -> None:
    write(tmp_path, a=b"\xef\xbb\xbf" + LAW.format(name="a").encode() + b"fact b b\n")
    diagnostic = one(tmp_path, "a.policy")
    assert line(diagnostic) == 6
    assert load(["a.policy"], tmp_path).sources["a.policy"].text.startswith("policy")


@pytest.mark.parametrize(
    ("content", "code", "where", "says"),
    [
        (b"", "PP003", 1, "there is nothing in this file"),
        ("policy a\n# \u00e0 la carte\n".encode("latin-1"), "PP004", 2, "`a.policy` is not UTF-8: byte 12 is 0xe0"),
        (b"policy a\nfact \x00", "PP004", 2, "`a.policy` is not a text file: byte 15 is 0x00"),
        ('policy a "A"'.encode("utf-16"), "PP004", 1, "`a.policy` is UTF-16, and policies are UTF-8"),
        (b"\x7fELF\x02\x01\x01\x00", "PP004", 1, "`a.policy` is not a text file"),
    ],
)
def test_files_that_are_no_policies(tmp_path: Path, content: bytes, code: str, where: int, says: str) -> None:
    write(tmp_path, a=content)
    diagnostic = one(tmp_path, "a.policy")
    assert (diagnostic.code, line(diagnostic)) == (code, where)
    assert diagnostic.message.startswith(says)
    assert diagnostic.help


def test_latin_1_is_recognised(tmp_path: Path) -> None:
    write(tmp_path, a='policy a "\u00e9"'.encode("latin-1"))
    assert (
        one(tmp_path, "a.policy").help
        == "save it as UTF-8 (it looks like Latin-1 or Windows-1252, where this byte is `\u00e9`)"
    )


def test_the_size_limit(tmp_path: Path) -> None:
    write(tmp_path, a=LAW.format(name="a") + "# " + "x" * (4 * 1024 * 1024))
    diagnostic = one(tmp_path, "a.policy")
    assert (diagnostic.code, diagnostic.message) == ("PP005", "`a.policy` is larger than 4 MB")


@pytest.mark.parametrize("path", ["nowhere.policy", "no/where", "a\0b", "x" * 5000])
def test_what_does_not_exist(tmp_path: Path, path: str) -> None:
    assert one(tmp_path, path).code == "PP001"


def test_a_folder_without_policies(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    diagnostic = one(tmp_path, "empty")
    assert (diagnostic.code, diagnostic.message) == ("PP002", "the folder `empty` has no policy files")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    write(tmp_path, a=LAW.format(name="a"))
    (tmp_path / "a.policy").chmod(0)
    diagnostic = one(tmp_path, "a.policy")
    assert (diagnostic.code, diagnostic.message) == ("PP006", "`a.policy` cannot be read: permission denied")


def test_a_file_with_errors_gives_no_policy_and_the_others_go_on(tmp_path: Path) -> None:
    write(tmp_path, a=LAW.format(name="a") + "fact b b\n", b=LAW.format(name="b"), c=LAW.format(name="c") + "term t means d\n")
    loaded = load(["."], tmp_path)
    assert [policy.name for policy in loaded.policies] == ["b"]
    assert [diagnostic.path for diagnostic in loaded.diagnostics] == ["a.policy", "c.policy"]


# ---- use


def test_libraries_bring_everything_and_policies_their_vocabulary(tmp_path: Path) -> None:
    write(
        tmp_path,
        lib__words='library words "W"\nparty p\nfact f\nterm g means not f\n'
        'assume h: f "why"\nsuppose i: f "why"\nstandard s < t\n',
        other='policy other "O"\nuse "lib/words.policy"\naction a by p\nrule closed: p must not a\n'
        'term j means closed applies\nterm k means f\nassume l: f "why"\nproperty m: never a\n',
        main='policy main "M"\nuse "other.policy"\nuse "./lib/words.policy"\n'
        "rule closed: p must not a if k and g\nfact x decided by p on t\n",
    )
    loaded = load(["main.policy"], tmp_path)
    assert not loaded.diagnostics
    (main,) = loaded.policies
    assert list(main.terms) == ["g", "k"]
    assert list(main.rules) == ["closed"]
    assert list(main.assumptions) == ["h"]
    assert list(main.hypotheses) == ["i"]
    assert main.properties == {}
    assert main.order == ("f", "a", "x")
    assert main.files == ("lib/words.policy", "other.policy", "main.policy")
    assert [library.name for library in loaded.libraries] == ["words"]


def test_the_rules_of_a_used_policy_are_not_known(tmp_path: Path) -> None:
    write(tmp_path, a=LAW.format(name="a"), b='policy b "B"\nuse "a.policy"\nrule x: closed does not apply\n')
    diagnostic = one(tmp_path, "b.policy")
    assert diagnostic.message == "`closed` is a rule of `a`, of which only the vocabulary is known here"


def test_a_clash_between_files_shows_both(tmp_path: Path) -> None:
    write(tmp_path, a='library a "A"\nfact f\n', b='policy b "B"\nuse "a.policy"\nevent f\n')
    diagnostic = one(tmp_path, "b.policy")
    assert diagnostic.code == "PP101"
    assert [label.span.path for label in diagnostic.labels] == ["a.policy"]


def test_a_library_by_two_ways_is_one(tmp_path: Path) -> None:
    write(
        tmp_path,
        base='library base "B"\nfact f\nkind K is one of k1, k2\nstandard s < t\n',
        left='library left "L"\nuse "base.policy"\n',
        right='library right "R"\nuse "base.policy"\n',
        main='policy main "M"\nuse "left.policy"\nuse "right.policy"\nuse "base.policy"\nterm t1 means f\n',
    )
    assert not load(["main.policy"], tmp_path).diagnostics


def test_a_missing_file_is_reported_at_its_use_with_the_way_there(tmp_path: Path) -> None:
    write(tmp_path, a='policy a "A"\nuse "b.policy"\n', b='library b "B"\n\nuse "lost.policy"\n')
    diagnostic = one(tmp_path, "a.policy")
    assert (diagnostic.code, diagnostic.path, line(diagnostic)) == ("PP007", "b.policy", 3)
    assert diagnostic.message == "there is no file `lost.policy`"
    assert [(label.span.path, label.span.line, label.text) for label in diagnostic.labels] == [
        ("a.policy", 2, "used from here")
    ]


def test_an_error_in_a_used_file_is_said_there_once_with_the_way_there(tmp_path: Path) -> None:
    write(
        tmp_path,
        a='policy a "A"\nuse "b.policy"\nuse "c.policy"\n',
        b='library b "B"\n\nuse "c.policy"\n',
        c='library c "C"\nfact f f\n',
    )
    diagnostic = one(tmp_path, "a.policy")
    assert (diagnostic.path, line(diagnostic), diagnostic.message) == ("c.policy", 2, "`f` stands here twice")
    assert [(label.span.path, label.span.line, label.text) for label in diagnostic.labels] == [
        ("b.policy", 3, "used from here"),
        ("a.policy", 2, "used from here"),
        ("a.policy", 3, "used from here"),
    ]


def test_a_circle_is_reported_as_a_chain(tmp_path: Path) -> None:
    write(
        tmp_path, a='library a "A"\nuse "b.policy"\n', b='library b "B"\nuse "c.policy"\n', c='library c "C"\nuse "a.policy"\n'
    )
    diagnostic = one(tmp_path, ".")
    assert diagnostic.code == "PP008"
    assert diagnostic.message == (
        "these files use each other in a circle: `a.policy` \u2192 `b.policy` \u2192 `c.policy` \u2192 `a.policy`"
    )
    assert [label.span.path for label in diagnostic.labels] == ["a.policy", "b.policy"]


def test_a_file_that_uses_itself(tmp_path: Path) -> None:
    write(tmp_path, a='library a "A"\nuse "a.policy"\n')
    assert one(tmp_path, "a.policy").code == "PP008"


def test_long_chains_of_files_are_a_message(tmp_path: Path) -> None:
    for number in range(200):
        write(tmp_path, **{f"f{number}": f'library f{number} "F"\nuse "f{number + 1}.policy"\n'})
    write(tmp_path, f200='library f200 "F"\n')
    assert "PP008" in {diagnostic.code for diagnostic in load(["f0.policy"], tmp_path).diagnostics}


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("/etc/hostname.policy", "PP009"),
        ("../outside.policy", "PP009"),
        ("sub/../../outside.policy", "PP009"),
        ("link.policy", "PP009"),
        ("~/x.policy", "PP009"),
        ("C:\\\\x.policy", "PP009"),
        ("", "PP009"),
        ("notes.txt", "PP010"),
        ("b.policy.md", "PP007"),
        ("notes.md", "PP010"),
    ],
)
def test_a_use_stays_inside_the_project(tmp_path: Path, name: str, code: str) -> None:
    root = tmp_path / "root"
    write(tmp_path, outside='library o "O"\n')
    write(root, a=f'policy a "A"\nuse "{name}"\n')
    (root / "link.policy").symlink_to(tmp_path / "outside.policy")
    diagnostic = one(root, "a.policy")
    assert (diagnostic.code, line(diagnostic)) == (code, 2)


def test_a_policy_elsewhere_may_use_what_its_project_has(tmp_path: Path) -> None:
    project, elsewhere = tmp_path / "project", tmp_path / "elsewhere"
    elsewhere.mkdir()
    write(project, lib__l='library l "L"\nparty p\n', laws__a='policy a "A"\nuse "../lib/l.policy"\nfact f decided by p\n')
    path = str(project / "laws" / "a.policy")
    assert one(elsewhere, path).code == "PP009"
    (project / "pyproject.toml").write_text("")
    assert not load([path], elsewhere).diagnostics


def test_names_with_blanks_and_accents(tmp_path: Path) -> None:
    folder = tmp_path / "mes r\u00e8gles \u00e0 moi"
    write(folder, **{"d\u00e9j\u00e0 vu": 'policy a "A"\nuse "un mot.policy"\n', "un mot": 'library b "B"\nfact f f\n'})
    loaded = load([f"{folder.name}/d\u00e9j\u00e0 vu.policy"], tmp_path)
    (diagnostic,) = loaded.diagnostics
    assert (diagnostic.path, diagnostic.labels[0].span.path) == (
        f"{folder.name}/un mot.policy",
        f"{folder.name}/d\u00e9j\u00e0 vu.policy",
    )


def test_a_byte_is_counted_from_the_start_of_the_file_mark_and_all(tmp_path: Path) -> None:
    write(tmp_path, a=b"\xef\xbb\xbf" + 'policy a "é"\n'.encode("latin-1"))
    diagnostic = one(tmp_path, "a.policy")
    assert "byte 14 is 0xe9" in diagnostic.message
    assert diagnostic.span is not None
    assert (diagnostic.span.line, diagnostic.span.column) == (1, 11)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
@given(st.binary(max_size=200))
def test_any_bytes_are_read_without_an_exception(tmp_path: Path, content: bytes) -> None:
    write(tmp_path, a=b'policy a "A"\n' + content)
    load(["a.policy"], tmp_path)


def test_all_that_is_wrong_with_a_file_is_said_in_one_run(tmp_path: Path) -> None:
    write(
        tmp_path,
        main="""policy main "M"
party ring
fact urgent decided ring
event consent by ring
event lost by
action release by ring
rule closed: ring must not release unless permitted
rule open: ring may release if consnt or lost or urgent
rule late: ring must relese
property q: no release if nonsense
""",
    )
    found = load(["main.policy"], tmp_path).diagnostics
    assert [(line(d), d.message) for d in found] == [
        (3, "`by` is missing after `decided`"),
        (5, "a name is missing after `by`"),
        (8, "nothing here is called `consnt`"),
        (9, "nothing here is called `relese`"),
        (10, "nothing here is called `nonsense`"),
    ]


def test_what_the_loss_of_a_declaration_explains_is_not_said(tmp_path: Path) -> None:
    write(
        tmp_path,
        main="""policy main "M"
party ring
fact urgent urgent x
action release by ring
rule closed: ring must not not release unless permitted x
rule open: ring may release if urgent
property q: no release if urgent
""",
    )
    found = load(["main.policy"], tmp_path).diagnostics
    assert [line(d) for d in found] == [3, 5]


def test_where_a_use_is_lost_no_name_is_called_unknown(tmp_path: Path) -> None:
    write(tmp_path, main='policy main "M"\nusse "words.policy"\nterm t means f\n', words="library words\nfact f\n")
    diagnostic = one(tmp_path, "main.policy")
    assert (line(diagnostic), diagnostic.help) == (2, "did you mean `use`?")


def test_the_whole_file_decides_between_fixes(tmp_path: Path) -> None:
    write(tmp_path, main='policy main "M"\nkind K is one of a1, b1\nfact data: K\nevent e\nterm t means data a1 and e\n')
    (fix,) = one(tmp_path, "main.policy").fixes
    assert fix.title == "write `data is a1`"


def test_many_slips_in_a_long_file_are_told_soon(tmp_path: Path) -> None:
    rules = "".join(f"rule r{number}: a mut not b if c{number}\n" for number in range(3000))
    write(tmp_path, main=f"policy main\nparty a\naction b by a\n{rules}")
    began = time.process_time()
    assert len(load(["main.policy"], tmp_path).diagnostics) == 3000
    assert time.process_time() - began < 6
