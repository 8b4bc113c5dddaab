"""Signing takes a fit key from a safe place, keeps it to itself, and changes nothing but what it adds."""

from __future__ import annotations

import base64
import builtins
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from click.testing import CliRunner

from il6ld.cli import cli
from il6ld.errors import Il6ldError
from il6ld.namespaces import DCTERMS, NPX
from il6ld.nanopubs import SigningKey, sign
from il6ld.nanopubs.trusty import artifact_code
from tests.nanopubs.forging import FOLDER, Quads, only, payload, read
from tests.nanopubs.samples import told

UNSIGNED = FOLDER / "unsigned.trig"
AGENT = "https://example.org/nanopubs/people/1"
pytest.importorskip("cryptography", reason="signing needs cryptography: pip install 'il6ld[nanopub]'")


def run(*words: str | Path) -> tuple[int, str, str]:
    """Exit code, standard output and standard error of `il6ld nanopub`."""
    done = CliRunner().invoke(cli, ["nanopub", *map(str, words)])
    assert "Traceback" not in done.output and done.exit_code != 8, done.output
    return done.exit_code, done.stdout, done.stderr


@pytest.fixture(scope="module")
def pem() -> bytes:
    """An RSA key of 2048 bits, made for these tests."""
    from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key

    return in_pem(generate_private_key(65537, 2048))


def in_pem(key: Any, password: bytes = b"") -> bytes:
    from cryptography.hazmat.primitives import serialization as form

    lock = form.BestAvailableEncryption(password) if password else form.NoEncryption()
    written = key.private_bytes(form.Encoding.PEM, form.PrivateFormat.PKCS8, lock)
    assert isinstance(written, bytes)
    return written


def stored(folder: Path, content: bytes, mode: int = 0o600) -> Path:
    """A key file in a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "key.pem"
    path.write_bytes(content)
    path.chmod(mode)
    return path


@cache
def secrets(pem: bytes) -> list[str]:
    """Every text that would show some of a key: its lines, and its secret numbers in other spellings."""
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    lines = [line for line in pem.decode().splitlines() if "-----" not in line]
    numbers = load_pem_private_key(pem, None).private_numbers()  # type: ignore[union-attr]
    found = [*lines, base64.b64encode(base64.b64decode("".join(lines))).decode()]
    for number in (numbers.d, numbers.p, numbers.q):  # type: ignore[union-attr]
        found += [str(number), f"{number:x}"]
    return found


# C13: keys
def encrypted(pem: bytes) -> bytes:
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    return in_pem(load_pem_private_key(pem, None), b"secret")


def short(pem: bytes) -> bytes:
    from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key

    return in_pem(generate_private_key(65537, 1024))


def elliptic(pem: bytes) -> bytes:
    from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key

    return in_pem(generate_private_key(SECP256R1()))


UNFIT = {
    "encrypted": (encrypted, "is encrypted"),
    "cut short": (lambda pem: pem[: len(pem) // 2], "cut short, or is no private key"),
    "of 1024 bits": (short, "has 1024 bits"),
    "elliptic": (elliptic, "is no RSA key"),
    "of OpenSSH": (lambda pem: pem.replace(b" PRIVATE", b" OPENSSH PRIVATE"), "in the form of OpenSSH"),
    "empty": (lambda pem: b"", "cut short, or is no private key"),
}


@pytest.mark.parametrize("name", UNFIT)
def test_an_unfit_key_is_refused_and_not_shown(name: str, pem: bytes, tmp_path: Path) -> None:
    change, words = UNFIT[name]
    key = stored(tmp_path, change(pem))
    code, out, err = run("sign", "--key", key, UNSIGNED)
    assert (code, out) == (2, "") and words in err and "help:" in err
    assert not [text for text in key.read_text().splitlines() if len(text) > 30 and text in err]


def test_a_missing_key_is_told(tmp_path: Path) -> None:
    code, _, err = run("sign", "--key", tmp_path / "nowhere.pem", UNSIGNED)
    assert code == 2 and "is not there" in err


@pytest.mark.skipif(os.name != "posix", reason="needs the permissions of POSIX")
@pytest.mark.parametrize("mode", [0o604, 0o640, 0o644, 0o602])
def test_a_key_that_others_can_read_is_refused(mode: int, pem: bytes, tmp_path: Path) -> None:
    code, _, err = run("sign", "--key", stored(tmp_path, pem, mode), UNSIGNED)
    assert code == 2 and "by others" in err and "chmod 600" in err


def test_a_key_inside_a_project_or_repository_is_refused(pem: bytes, tiny: Path, tmp_path: Path) -> None:
    code, _, err = run("sign", "--project", tiny, "--key", stored(tiny / "build", pem), UNSIGNED)
    assert code == 2 and "lies inside" in err
    (tmp_path / "repository" / ".git").mkdir(parents=True)
    code, _, err = run("sign", "--key", stored(tmp_path / "repository" / "deep", pem), UNSIGNED)
    assert code == 2 and "lies inside" in err


def test_a_link_to_a_key_inside_a_project_is_refused(pem: bytes, tiny: Path, tmp_path: Path) -> None:
    link = tmp_path / "link.pem"
    link.symlink_to(stored(tiny, pem))
    code, _, err = run("sign", "--project", tiny, "--key", link, UNSIGNED)
    assert code == 2 and "lies inside" in err


@pytest.mark.parametrize("form", ["pem", "base64"])
def test_a_key_named_as_nanopublications_is_not_shown(form: str, pem: bytes, tmp_path: Path) -> None:
    """A message shows the line where a file stops being TriG; of a key, that line would be the key."""
    body = b"".join(pem.splitlines()[1:-1])
    key = stored(tmp_path, pem if form == "pem" else body)
    for words in (("check", key), ("check", FOLDER / "signed.trig", "--introduction", key),
                  ("sign", "--key", key, key)):  # fmt: skip
        code, out, err = run(*words)
        assert (code, out) == (2, "") and "nanopub-key" in err
        assert not [text for text in secrets(pem) if text in err]


# Signing
@pytest.fixture(scope="module")
def signed(pem: bytes, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    """The file that signing writes, and all that it printed."""
    pytest.importorskip("nanopub_sign", reason="signing needs nanopub-sign: pip install 'il6ld[nanopub]'")
    folder = tmp_path_factory.mktemp("signed")
    key = stored(tmp_path_factory.mktemp("keys"), pem)
    code, out, err = run("sign", "--key", key, "--orcid", AGENT, "-o", folder / "signed.trig", UNSIGNED)
    assert code == 0, err
    yield folder / "signed.trig", out + err


def quads_of(path: Path) -> Quads:
    return list(ox.parse(path=str(path), format=ox.RdfFormat.TRIG))


def test_what_is_signed_is_valid(signed: tuple[Path, str]) -> None:
    path, _ = signed
    assert told(path.read_bytes(), path.name) == []
    code, _, err = run("check", path)
    assert code == 0 and "signed  2 of 2" in err and "signer known  0 of 2" in err


def test_a_signature_adds_just_its_own_statements(signed: tuple[Path, str]) -> None:
    kept = {quad.predicate for quad in quads_of(signed[0])} - {
        quad.predicate for quad in read("unsigned.trig")
    }
    assert kept == {NPX[name] for name in ("hasSignature", "hasPublicKey", "hasAlgorithm",
                                           "hasSignatureTarget", "signedBy")}  # fmt: skip
    assert len(quads_of(signed[0])) == len(read("unsigned.trig")) + 2 * 5


def test_references_point_to_what_was_signed(signed: tuple[Path, str]) -> None:
    quads = quads_of(signed[0])
    (older,) = (quad.object for quad in quads if quad.predicate == NPX.supersedes)
    (newer,) = (quad.object for quad in quads if quad.predicate == DCTERMS.isReplacedBy)
    assert isinstance(older, ox.NamedNode) and artifact_code(older.value)
    assert any(quad.subject == older for quad in quads)
    # Each would have to hold the other's hash, so this one names it without.
    assert newer == ox.NamedNode("https://example.org/nanopubs/one-more")


@pytest.mark.heavy
def test_signing_twice_gives_the_same_bytes(signed: tuple[Path, str], pem: bytes, tmp_path: Path) -> None:
    code, out, err = run("sign", "--key", stored(tmp_path, pem), "--orcid", AGENT, UNSIGNED)
    assert (code, err) == (0, "") and out.encode() == signed[0].read_bytes()


def test_the_key_is_nowhere_in_what_comes_out(signed: tuple[Path, str], pem: bytes) -> None:
    path, printed = signed
    assert [other.name for other in path.parent.iterdir()] == [path.name]
    texts = secrets(pem)
    assert len(texts) > 20
    assert not [text for text in texts if text in printed + path.read_text(encoding="utf-8")]


def test_the_key_is_never_written_over(pem: bytes, tmp_path: Path) -> None:
    pytest.importorskip("nanopub_sign", reason="signing needs nanopub-sign: pip install 'il6ld[nanopub]'")
    key = stored(tmp_path, pem)
    code, _, err = run("sign", "--key", key, "-o", key, UNSIGNED)
    assert code == 2 and "is the key" in err and key.read_bytes() == pem


@pytest.mark.heavy
def test_a_folder_that_is_not_there_is_told(pem: bytes, tmp_path: Path) -> None:
    pytest.importorskip("nanopub_sign", reason="signing needs nanopub-sign: pip install 'il6ld[nanopub]'")
    key = stored(tmp_path, pem)
    code, _, err = run("sign", "--key", key, "-o", tmp_path / "no" / "folder.trig", UNSIGNED)
    assert code == 4 and "could not be written" in err


def without_date() -> Quads:
    return [quad for quad in read("unsigned.trig") if quad.predicate != DCTERMS.created]


def in_a_circle() -> Quads:
    quads = read("unsigned.trig")
    (supersedes,) = (quad for quad in quads if quad.predicate == NPX.supersedes)
    graph = ox.NamedNode("https://example.org/nanopubs/one/pubinfo")
    return [*quads, ox.Quad(supersedes.object, NPX.supersedes, supersedes.subject, graph)]  # type: ignore[arg-type]


UNSIGNABLE: dict[str, tuple[Callable[[], Quads], str]] = {
    "signed already": (lambda: read("signed.trig"), "nanopub-unsignable"),
    "without a date": (without_date, "nanopub-unsignable"),
    "in a circle": (in_a_circle, "nanopub-reference"),
    "superseding what is not there": (lambda: only(read("unsigned.trig"), "one-more/"), "nanopub-reference"),
    "not valid": (lambda: only(read("unsigned.trig"), "/Head"), "nanopub-structure"),
}


def refusal(quads: Quads, pem: bytes, agent: str = "") -> tuple[str, str]:
    """The rule and the message with which signing refuses."""
    pytest.importorskip("nanopub_sign", reason="signing needs nanopub-sign: pip install 'il6ld[nanopub]'")
    key = SigningKey("".join(pem.decode().splitlines()[1:-1]))
    with pytest.raises(Il6ldError) as caught:
        sign(payload(quads), "case.nq", key, agent)
    assert caught.value.exit_code in (1, 2)
    first = caught.value.findings[0]
    return first.rule, first.message


@pytest.mark.parametrize("name", UNSIGNABLE)
def test_what_cannot_be_signed_is_told(name: str, pem: bytes) -> None:
    quads, rule = UNSIGNABLE[name]
    assert refusal(quads(), pem)[0] == rule


@pytest.mark.parametrize("agent", ["https://orcid.org/1", "0000-0000-0000-0001", "orcid.org/x", "nobody"])
def test_an_agent_that_nobody_can_look_up_is_refused(agent: str, pem: bytes) -> None:
    assert refusal(read("unsigned.trig"), pem, agent)[0] == "nanopub-agent"


def test_texts_that_nanopub_sign_hashes_in_its_own_way_are_not_signed(pem: bytes) -> None:
    quads = read("unsigned.trig")
    quad = next(quad for quad in quads if str(quad.graph_name).endswith("/assertion>"))
    label = ox.NamedNode("https://example.org/nanopubs/label")
    for text in (ox.Literal("coffee"), ox.Literal("coffee", language="en")):
        quads.append(ox.Quad(quad.subject, label, text, quad.graph_name))
    rule, message = refusal(quads, pem)
    assert rule == "nanopub-unsignable" and "a hash that others would not find" in message


def test_a_key_shows_nothing_of_itself(pem: bytes) -> None:
    assert repr(SigningKey(pem.decode())) == "SigningKey()"


@pytest.mark.heavy
@pytest.mark.parametrize("missing", ["nanopub_sign", "cryptography"])
def test_a_missing_package_is_one_line(
    missing: str, pem: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = builtins.__import__

    def without(name: str, *rest: Any, **named: Any) -> Any:
        if name.partition(".")[0] == missing:
            raise ModuleNotFoundError(f"No module named '{missing}'", name=missing)
        return real(name, *rest, **named)

    key = stored(tmp_path, pem)
    monkeypatch.setattr(builtins, "__import__", without)
    code, out, err = run("sign", "--key", key, UNSIGNED)
    assert (code, out) == (2, "") and "il6ld[nanopub]" in err and err.count("error[") == 1


@pytest.mark.heavy
def test_a_command_of_its_own_signs_and_checks(pem: bytes, tmp_path: Path) -> None:
    pytest.importorskip("nanopub_sign", reason="signing needs nanopub-sign: pip install 'il6ld[nanopub]'")
    command = [sys.executable, "-m", "il6ld.cli", "nanopub"]
    key = stored(tmp_path / "keys", pem)
    environment = {**os.environ, "PYTHONPATH": str(FOLDER.parents[1])}
    made = subprocess.run(
        [*command, "sign", "--key", key, UNSIGNED],
        cwd=tmp_path, env=environment, capture_output=True, check=True,
    )  # fmt: skip
    assert made.stderr == b"" and not [text for text in secrets(pem) if text.encode() in made.stdout]
    (tmp_path / "made.trig").write_bytes(made.stdout)
    done = subprocess.run(
        [*command, "check", "made.trig"], cwd=tmp_path, env=environment, capture_output=True, check=False
    )
    assert done.returncode == 0 and b"signed  2 of 2" in done.stderr
