"""`il6ld diff`: releases found by the names people give them, and what changed between two."""

from __future__ import annotations

import contextlib
import gc
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path

import pyoxigraph as ox

from il6ld import changes
from il6ld.errors import UnreadableInput, UsageError
from il6ld.findings import nearest
from il6ld.formats import Material
from il6ld.lookup import Lookup
from il6ld.namespaces import IL6, RDFS
from il6ld.project import Project

QUADS = "il6ld.nq"
_FORMATS = {".nq": ox.RdfFormat.N_QUADS, ".trig": ox.RdfFormat.TRIG}
# The graphs that follow from the others: what changed in them is no news, and there is much of it.
_DERIVED = ("graphs/bare", "graphs/description", "graphs/inferred")


def compare(project: Project, before: str, after: str | None = None) -> changes.Changes:
    """What changed between two releases; without the second, the one on disk is it.

    Each is a folder with il6ld.nq in it, an .nq or .trig file, or a git revision of the project. Raises a
    UsageError for what is none of these, and UnreadableInput for what is no RDF.
    """
    name = after or project.name_of(project.root / "build")
    if not after and not (project.root / "build" / QUADS).is_file():
        raise _no_release(name, "Run 'il6ld build' first, or name the second release.")
    with _uncollected():
        return changes.compare(_material(project, before), _material(project, name), (before, name))


@contextlib.contextmanager
def _uncollected() -> Iterator[None]:
    """Keeps the collector away from millions of objects of which none is garbage: a third of the time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _material(project: Project, name: str) -> Material:
    dataset = ox.Dataset(quad for quad in _quads(project, name) if not _is_derived(quad))
    lookup = Lookup(dataset)
    if not lookup.subjects(RDFS.subPropertyOf, IL6.qualifier):
        raise _no_release(name, "It holds no ontology of claims; only a file of the whole dataset does.")
    return Material(dataset, lookup, project.context, {})


def _is_derived(quad: ox.Quad) -> bool:
    graph = quad.graph_name
    return isinstance(graph, ox.NamedNode) and graph.value.endswith(_DERIVED)


def _quads(project: Project, name: str) -> Iterable[ox.Quad]:
    path = Path(name)
    file = path / QUADS if path.is_dir() else path
    try:
        if file.is_file() and file.suffix in _FORMATS:
            yield from ox.parse(path=str(file), format=_FORMATS[file.suffix])
        elif path.exists():
            raise _no_release(name, f"A release is a folder with {QUADS} in it, or an .nq or .trig file.")
        else:
            yield from ox.parse(_at_revision(project, name), format=ox.RdfFormat.N_QUADS)
    except SyntaxError as error:
        message = f"'{name}' is not RDF: {' '.join(str(error).split())}."
        raise UnreadableInput.at(None, message, help="Build the release again, or get it anew.") from error


def _at_revision(project: Project, name: str) -> bytes:
    """The release that a git revision of the project holds."""
    commit = _git(project, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
    if commit is None:
        refs = (_git(project, "for-each-ref", "--format=%(refname:short)") or b"").decode().split()
        cure = nearest(name, [*refs, *(path.name for path in Path.cwd().iterdir())])
        raise _no_release(name, cure or "Name a folder, an .nq or .trig file, or a git revision.")
    content = _git(project, "show", f"{commit.decode().strip()}:./build/{QUADS}")
    if content is None:
        raise _no_release(name, f"That revision of the project has no build/{QUADS}.")
    return content


def _no_release(name: str, cure: str) -> UsageError:
    error = UsageError.at(None, f"'{name}' is no release.", rule="no-such-release", help=cure)
    assert isinstance(error, UsageError)
    return error


def _git(project: Project, *arguments: str) -> bytes | None:
    """What git prints, or None where it refuses; raises a UsageError where there is no git."""
    try:
        done = subprocess.run(["git", *arguments], cwd=project.root, capture_output=True, check=False)
    except FileNotFoundError as error:
        cure = "Install git, or name a file or a folder."
        raise UsageError.at(None, "Revisions are read by git, which is missing.", rule="no-git",
                            help=cure) from error  # fmt: skip
    return done.stdout if done.returncode == 0 else None
