"""The file: sealed, refused when touched, one writer, and whole whatever happens to the process."""

from __future__ import annotations

import base64
import os
import pickle
import signal
import stat
import subprocess
import sys
import textwrap
import time
import warnings
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from notesafe import Keyring, Ledger, LedgerError, LedgerLinkWarning
from notesafe.ledger import create_key_file
from notesafe.ledger.sealed import Seal
from notesafe.ledger.state import State

KEY = bytes(range(32))
PHRASE = "a long enough phrase"
CHEAP = {"scrypt_log_n": 10}
POSIX = pytest.mark.skipif(os.name != "posix", reason="file modes are of POSIX")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    with Ledger.create(tmp_path / "study.ledger", key=KEY) as ledger:
        ledger.surrogate("Gail Hartman", "PERSON")
        ledger.days("S1")
    return tmp_path / "study.ledger"


def test_what_was_drawn_is_there_the_next_time(path: Path) -> None:
    with Ledger.open(path, key=KEY) as ledger:
        name, days = ledger.surrogate("Gail Hartman", "PERSON"), ledger.days("S1")
        code = ledger.surrogate("00482913", "RECORD_NUMBER")
        number = ledger.number("Early Risers", "HOME_GROUP")
    with Ledger.open(path, key=KEY, read_only=True) as again:
        assert again.surrogate("Gail Hartman", "PERSON") == name
        assert again.surrogate("GAIL H.", "PERSON", "Gail Hartman") is not None
        assert again.days("S1") == days
        assert again.surrogate("00482913", "RECORD_NUMBER") == code
        assert again.number("early risers", "HOME_GROUP") == number


def test_an_initial_drawn_late_is_written_too(path: Path) -> None:
    with Ledger.open(path, key=KEY) as ledger:
        ledger.surrogate("Bob", "PERSON", "Bob S.")
        ledger.save()
        short = ledger.surrogate("Bob S.", "PERSON")
    with Ledger.open(path, key=KEY, read_only=True) as again:
        assert again.surrogate("Bob S.", "PERSON") == short


def test_the_file_holds_no_name_in_the_clear(path: Path) -> None:
    data = path.read_bytes()

    assert data.startswith(b"notesafe-ledger\n")
    assert b"gail" not in data.lower()
    assert b"hartman" not in data.lower()


def test_a_change_of_any_byte_is_refused(path: Path) -> None:
    data = path.read_bytes()
    for at in range(len(data)):
        path.write_bytes(data[:at] + bytes([data[at] ^ 1 << at % 8]) + data[at + 1 :])
        with pytest.raises(LedgerError) as caught:
            Ledger.open(path, key=KEY, read_only=True)
        assert "Gail" not in str(caught.value)


def test_a_file_cut_at_any_length_is_refused(path: Path) -> None:
    data = path.read_bytes()
    for length in range(len(data)):
        path.write_bytes(data[:length])
        with pytest.raises(LedgerError, match=r"cut short|does not open"):
            Ledger.open(path, key=KEY, read_only=True)
    path.write_bytes(data + b"x")
    with pytest.raises(LedgerError, match="does not open"):
        Ledger.open(path, key=KEY, read_only=True)


@given(st.binary(max_size=400))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_other_file_is_refused(path: Path, data: bytes) -> None:
    path.write_bytes(data)
    with pytest.raises(LedgerError, match="no notesafe ledger|does not open"):
        Ledger.open(path, key=KEY, read_only=True)


@pytest.mark.parametrize("data", [b"", b"[]", b"{}", b'{"scope":"galaxy"}', b'{"scope":"study"}', b"\xff"])
def test_sealed_nonsense_is_refused_and_not_quoted(path: Path, data: bytes) -> None:
    import zlib

    for plain in (data, zlib.compress(data)):
        seal, _ = Seal.open(path.read_bytes(), _secret(KEY))
        path.write_bytes(seal.close(plain))
        with pytest.raises(LedgerError, match="its content does not fit"):
            Ledger.open(path, key=KEY, read_only=True)


def _secret(key: bytes) -> Any:
    from notesafe.ledger.keys import read_key

    return read_key(key)


def test_the_state_survives_its_own_bytes() -> None:
    ledger = Ledger(seed=1)
    ledger.surrogate("Gail Ann Hartman", "PERSON", subject="S")
    ledger.surrogate("\ud800x", "USERNAME")
    ledger.remember("d", "x\ud800", [(0, "x", "Gail")])
    again = State.from_bytes(ledger.memory.to_bytes())
    for room in again.rooms.values():
        room.index.update(ledger.memory.rooms[next(iter(again.rooms))].index)

    assert again == ledger.memory


def test_another_key_is_refused(path: Path, tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match="the key is another one"):
        Ledger.open(path, key=bytes(32))
    with pytest.raises(LedgerError, match="locked with a key file"):
        Ledger.open(path, key=PHRASE)
    Ledger.create(tmp_path / "p", key=PHRASE, **CHEAP).close()
    with pytest.raises(LedgerError, match="the key is another one"):
        Ledger.open(tmp_path / "p", key="another long phrase")
    with pytest.raises(LedgerError, match="locked with a passphrase"):
        Ledger.open(tmp_path / "p", key=KEY)
    Ledger.open(tmp_path / "p", key=PHRASE).close()


@pytest.mark.parametrize(
    ("key", "why"),
    [("short", "at least 12"), ("", "at least 12"), (b"123", "32 bytes"), (Path("nowhere"), "cannot be read")],
)
def test_a_bad_key_is_refused_before_anything_is_written(tmp_path: Path, key: Any, why: str) -> None:
    with pytest.raises(LedgerError, match=why):
        Ledger.create(tmp_path / "x", key=key)

    assert not (tmp_path / "x").exists()
    with pytest.raises(TypeError, match="a key is"):
        Ledger.create(tmp_path / "x", key=3)  # type: ignore[arg-type]


@POSIX
def test_a_key_file_others_can_read_is_refused(tmp_path: Path) -> None:
    key = create_key_file(tmp_path / "key")
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    Ledger.create(tmp_path / "x", key=key).close()
    for mode in (0o640, 0o604, 0o666):
        key.chmod(mode)
        with pytest.raises(LedgerError, match="read by others"):
            Ledger.open(tmp_path / "x", key=key)


@pytest.mark.parametrize(
    "form", [lambda k: k, lambda k: k.hex().encode(), lambda k: base64.urlsafe_b64encode(k) + b"\n"]
)
def test_a_key_file_may_be_raw_hexadecimal_or_base64(path: Path, tmp_path: Path, form: Any) -> None:
    key = tmp_path / "key"
    key.write_bytes(form(KEY))
    key.chmod(0o600)

    Ledger.open(path, key=key).close()


@pytest.mark.parametrize("content", [b"", b"x", b"zz" * 32, b"\xff" * 64, b"=" * 44])
def test_a_key_file_of_anything_else_is_refused(path: Path, tmp_path: Path, content: bytes) -> None:
    key = tmp_path / "key"
    key.write_bytes(content)
    key.chmod(0o600)
    with pytest.raises(LedgerError, match="does not hold a key"):
        Ledger.open(path, key=key)
    with pytest.raises(LedgerError, match="exists already"):
        create_key_file(key)


def test_the_keyring_holds_a_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import types

    from notesafe.ledger import create_keyring_entry

    entries: dict[tuple[str, str], str] = {}
    fake = types.ModuleType("keyring")
    fake.get_password = lambda service, name: entries.get((service, name))  # type: ignore[attr-defined]
    fake.set_password = lambda service, name, value: entries.update({(service, name): value})  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "keyring", fake)
    with pytest.raises(LedgerError, match="no entry 'study'"):
        Ledger.create(tmp_path / "x", key=Keyring("study"))
    create_keyring_entry(Keyring("study"))
    Ledger.create(tmp_path / "x", key=Keyring("study")).close()
    Ledger.open(tmp_path / "x", key=Keyring("study")).close()
    with pytest.raises(LedgerError, match="already"):
        create_keyring_entry(Keyring("study"))


def test_without_the_package_the_keyring_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "keyring", None)
    with pytest.raises(LedgerError, match=r"notesafe\[keyring\]"):
        Ledger.create(tmp_path / "x", key=Keyring("study"))


@POSIX
def test_the_file_is_its_owner_s_alone(path: Path) -> None:
    path.chmod(0o644)
    with Ledger.open(path, key=KEY) as ledger:
        ledger.days("S9")

    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@POSIX
def test_a_link_stays_a_link(path: Path, tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(path)
    with Ledger.open(link, key=KEY) as ledger:
        ledger.days("S9")

    assert link.is_symlink()
    with Ledger.open(path, key=KEY) as again:
        assert "S9" in "".join(again.memory.offsets)


def test_a_second_writer_is_refused_and_a_reader_is_not(path: Path) -> None:
    with Ledger.open(path, key=KEY):
        with pytest.raises(LedgerError, match="open for writing elsewhere"):
            Ledger.open(path, key=KEY)
        Ledger.open(path, key=KEY, read_only=True).close()
    Ledger.open(path, key=KEY).close()


def test_a_failed_opening_leaves_no_lock(path: Path) -> None:
    with pytest.raises(LedgerError):
        Ledger.open(path, key=bytes(32))
    Ledger.open(path, key=KEY).close()


def test_a_reader_learns_nothing(path: Path) -> None:
    before = path.read_bytes()
    with Ledger.open(path, key=KEY, read_only=True) as ledger:
        for ask in (
            lambda: ledger.surrogate("Joaquín", "PERSON"),
            lambda: ledger.surrogate("123456", "RECORD_NUMBER"),
            lambda: ledger.days("S2"),
            lambda: ledger.number("x", "HOME_GROUP"),
            lambda: ledger.remember("d", "", []),
            lambda: ledger.rotate(bytes(32)),
            ledger.destroy,
        ):
            with pytest.raises(LedgerError, match="read|writing"):
                ask()
        ledger.save()

    assert path.read_bytes() == before


def test_a_closed_ledger_answers_nothing(path: Path) -> None:
    ledger = Ledger.open(path, key=KEY)
    ledger.close()
    ledger.close()
    with pytest.raises(LedgerError, match="closed"):
        ledger.surrogate("Gail Hartman", "PERSON")
    with pytest.raises(TypeError, match="pickled"):
        pickle.dumps(ledger)


def test_what_is_missing_or_in_the_way_is_named(path: Path, tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match=r"there is no ledger 'none'.*create"):
        Ledger.open(tmp_path / "none", key=KEY)
    with pytest.raises(LedgerError, match="exists already"):
        Ledger.create(path, key=KEY)
    with pytest.raises(LedgerError, match="cannot be"):
        Ledger.open(tmp_path, key=KEY, read_only=True)
    with pytest.raises(LedgerError, match="no folder"):
        Ledger.create(tmp_path / "no" / "folder" / "x", key=KEY)


def test_a_new_key_replaces_the_old(path: Path) -> None:
    with Ledger.open(path, key=KEY) as ledger:
        name = ledger.surrogate("Gail Hartman", "PERSON")
        ledger.rotate(PHRASE, **CHEAP)
        ledger.days("S5")
    with pytest.raises(LedgerError):
        Ledger.open(path, key=KEY)
    with Ledger.open(path, key=PHRASE) as ledger:
        assert ledger.surrogate("Gail Hartman", "PERSON") == name


def test_a_destroyed_ledger_is_gone(path: Path, tmp_path: Path) -> None:
    with Ledger.open(path, key=KEY) as ledger:
        ledger.destroy()

    assert list(tmp_path.iterdir()) == []
    with pytest.raises(LedgerError, match="in a file"):
        Ledger().destroy()


@pytest.mark.parametrize("step", ["os.replace", "os.fsync", "tempfile.mkstemp"])
def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(
    path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    before = path.read_bytes()

    def fail(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    ledger = Ledger.open(path, key=KEY)
    ledger.days("S7")
    with monkeypatch.context() as patch:
        patch.setattr(step, fail)
        with pytest.raises(LedgerError, match="the old one is as it was"):
            ledger.save()

    assert path.read_bytes() == before
    assert {p.name for p in path.parent.iterdir()} <= {path.name, f"{path.name}.lock"}
    ledger.close()
    Ledger.open(path, key=KEY).close()


WRITER = """
    import sys
    from notesafe import Ledger
    ledger = Ledger.open(sys.argv[1], key=bytes(range(32)), timeout=30)
    print("ready", flush=True)
    for i in range(100_000):
        ledger.days(f"T{i}")
        ledger.save()
"""


def child(code: str, *arguments: object) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", textwrap.dedent(code), *map(str, arguments)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


@POSIX
def test_a_writer_killed_at_any_moment_leaves_a_whole_file_and_no_lock(path: Path) -> None:
    for round_ in range(4):
        process = child(WRITER, path)
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        time.sleep(0.013 * (round_ + 1))
        process.send_signal(signal.SIGKILL)
        process.communicate()
        with Ledger.open(path, key=KEY) as ledger:
            offsets = ledger.memory.offsets
            assert [f"T{i}" for i in range(len(offsets) - 1)] == [eval(key)[2] for key in list(offsets)[1:]]


AGREE = """
    import sys
    from notesafe import Ledger
    people = ["Gail Hartman", "Bob S.", "Marisol Quintero", "Joaquin Quintero", "Mr. Rourke", "TJ"]
    path, first, mode = sys.argv[1], int(sys.argv[2]), sys.argv[3]
    options = {"read_only": True} if mode == "read" else {"timeout": 60}
    with Ledger.open(path, key=bytes(range(32)), **options) as ledger:
        for i in range(200):
            document = (i * 7 + first * 31) % 200
            person = people[document % len(people)]
            place = ledger.at(subject=f"S{document % 9}", document=f"d{document}")
            print(document, place.surrogate(person, "PERSON"), place.days(), place.number("Early Risers", "HOME_GROUP"))
"""


@pytest.mark.parametrize("mode", ["write", "read"])
def test_two_hundred_documents_in_three_processes_agree(path: Path, mode: str) -> None:
    if mode == "read":
        child(AGREE, path, 0, "write").communicate()
    running = [child(AGREE, path, first, mode) for first in range(3)]
    outputs = [process.communicate() for process in running]

    assert [errors for _, errors in outputs] == [""] * 3
    assert len({tuple(sorted(out.splitlines())) for out, _ in outputs}) == 1
    assert len(outputs[0][0].splitlines()) == 200


def test_a_second_export_in_one_domain_warns(path: Path) -> None:
    with Ledger.open(path, key=KEY, export="irb-1") as ledger:
        assert not ledger.linked
        first = ledger.surrogate("Gail Hartman", "PERSON")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        Ledger.open(path, key=KEY, export="irb-1").close()
        with Ledger.open(path, key=KEY, export="irb-2", domain="second") as apart:
            assert not apart.linked
            assert apart.surrogate("Gail Hartman", "PERSON") != first
    with pytest.warns(LedgerLinkWarning, match="2 exports"):
        linked = Ledger.open(path, key=KEY, export="irb-2")
    with linked:
        assert linked.linked
        assert linked.summary()["exports"] == {"-": ["irb-1", "irb-2"], "second": ["irb-2"]}


def test_the_cost_of_a_passphrase_is_bounded(tmp_path: Path) -> None:
    for cost in (9, 21, 63):
        with pytest.raises(ValueError, match="10-20"):
            Ledger.create(tmp_path / "x", key=PHRASE, scrypt_log_n=cost)
    Ledger.create(tmp_path / "x", key=PHRASE, **CHEAP).close()
    data = bytearray((tmp_path / "x").read_bytes())
    data[18] = 30  # the header's cost: 2^30 would be a terabyte
    (tmp_path / "x").write_bytes(data)
    with pytest.raises(LedgerError, match="header"):
        Ledger.open(tmp_path / "x", key=PHRASE)
