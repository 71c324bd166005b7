"""Build the wheel, compare it with the folder, install it in a clean environment, redact with the network closed."""

from __future__ import annotations

import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOAP = "Sponsor Gail H. called from Klamath Falls, Oregon. PHQ-9 was 14."
CLOSED = (
    "import socket\n"
    "def closed(*a, **k): raise OSError('the network is closed')\n"
    "socket.socket.connect = socket.create_connection = socket.getaddrinfo = closed\n"
    f"from notesafe import redact\nprint(redact({SOAP!r}).text)\n"
)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(out), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True)
    return next(out.glob("*.whl"))


@pytest.mark.slow
def test_the_wheel_holds_every_pack_profile_and_list(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    packs = {f"notesafe/{p.relative_to(ROOT).as_posix()}" for p in (ROOT / "recognizers").rglob("*") if p.is_file()}
    source = ROOT / "src"
    data = {p.relative_to(source).as_posix() for p in source.rglob("*") if p.is_file() and "__pycache__" not in p.parts}

    assert packs - names == set()
    assert data - names == set()
    assert {name.split("/")[0] for name in names if "dist-info" not in name} == {"notesafe"}


@pytest.mark.slow
def test_the_wheel_holds_the_licence_and_whose_work_it_uses(wheel: Path) -> None:
    names = {Path(name).name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" in name}

    assert {"LICENSE", "NOTICE"} <= names


@pytest.mark.slow
def test_the_wheel_redacts_in_a_clean_environment_with_the_network_closed(wheel: Path, tmp_path: Path) -> None:
    venv.create(tmp_path / "env", with_pip=True)
    python = tmp_path / "env" / "bin" / "python"
    subprocess.run(
        [python, "-m", "pip", "install", "--quiet", str(wheel)], check=True, capture_output=True, timeout=500
    )
    done = subprocess.run(
        [python, "-W", "ignore", "-c", CLOSED], check=False, capture_output=True, text=True, cwd=tmp_path
    )

    assert done.stderr == ""
    assert "[SPONSOR]" in done.stdout
    assert "Gail" not in done.stdout
    assert "PHQ-9 was 14" in done.stdout
