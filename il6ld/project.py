"""Finds a project's files: where the ontology, the articles, the shapes and the release stand."""

from __future__ import annotations

import contextlib
import os
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from il6ld.contexts import own_entries
from il6ld.errors import Il6ldError, UsageError
from il6ld.files import read_bytes
from il6ld.namespaces import Context, read_context

_PACKAGE = Path(__file__).parent
# What a project need not have, since it comes with il6ld: how something is claimed, and with what words.
MODEL_FILES = ("categories.ttl", "claim.ttl", "imports.ttl", "predicates.ttl")
# A file that someone may take for a file of claims though its name does not end in ".yaml".
_STRAY = re.compile(r"(?i:\.ya?ml|\.(7z|bz2|gz|tar|tgz|xz|zip|zst)$)")


def packaged_root() -> Path:
    """The folder il6ld carries its own project in: inside an installed wheel, or the checkout."""
    installed = _PACKAGE / "_data"
    return installed if installed.is_dir() else _PACKAGE.parent


@dataclass(frozen=True)
class Project:
    """A folder with ontology/, perhaps shapes/, and build/; what it lacks is il6ld's own."""

    root: Path

    @property
    def ontology(self) -> Path:
        """The folder of what is said."""
        return self.root / "ontology"

    @property
    def is_packaged(self) -> bool:
        """Whether this is the project that il6ld itself carries."""
        return self.root == packaged_root()

    @property
    def is_installed(self) -> bool:
        """Whether the project stands inside an installed wheel, where nothing may be written."""
        return self.root == _PACKAGE / "_data"

    @property
    def output(self) -> Path:
        """Where a release goes unless it is said otherwise; never into an installed wheel."""
        return (Path.cwd() if self.is_installed else self.root) / "build"

    @cached_property
    def context(self) -> Context:
        """il6ld's context with the project's own entries over it."""
        packaged = read_context(packaged_root() / "ontology" / "context.jsonld")
        own = self.ontology / "context.jsonld"
        if self.is_packaged or not os.path.lexists(own):
            return packaged
        return packaged.merged(own_entries(self.read(own), self.name_of(own), packaged))

    @cached_property
    def _contents(self) -> dict[Path, bytes]:
        return {}

    def read(self, path: Path) -> bytes:
        """The bytes of one of the project's files, read once: what is parsed is what is hashed."""
        if path not in self._contents:
            self._contents[path] = read_bytes(path, self.name_of(path))
        return self._contents[path]

    def forget(self, path: Path) -> None:
        """Lets a file that was just written be read anew."""
        self._contents.pop(path, None)

    def peek(self, path: Path) -> bytes | None:
        """The same, or nothing where it cannot be read: whoever parses the file says why."""
        with contextlib.suppress(Il6ldError):
            return self.read(path)
        return None

    @property
    def promises(self) -> Path:
        """The table of what published releases have promised."""
        return self.ontology / "published.tsv"

    @property
    def turtle_files(self) -> list[Path]:
        """The ontology's Turtle files, A to Z by name, the model's own filled in."""
        files = {path.name: packaged_root() / "ontology" / path.name for path in map(Path, MODEL_FILES)}
        files |= {path.name: path for path in self.ontology.glob("*.ttl")}
        return [files[name] for name in sorted(files)]

    @property
    def mapping_files(self) -> list[Path]:
        """The SSSOM files, which link our terms to others'."""
        return sorted(self.ontology.glob("*.sssom.tsv"))

    @property
    def shape_files(self) -> list[Path]:
        """The shapes: il6ld's, a file of the same name in the project taking the place of its own."""
        files = {path.name: path for path in (packaged_root() / "shapes").glob("*.ttl")}
        files |= {path.name: path for path in (self.root / "shapes").glob("*.ttl")}
        return [files[name] for name in sorted(files)]

    @property
    def article_folders(self) -> list[Path]:
        """One folder an article, A to Z; one without an article.yaml is found, too, and missed on reading."""
        folders = (path for path in self.ontology.glob("articles/*") if path.is_dir())
        return sorted(path for path in folders if not path.name.startswith("."))

    def article_files(self, folder: Path) -> list[Path]:
        """The record files of one article: article.yaml, passages.yaml, claims/*.yaml."""
        passages = folder / "passages.yaml"
        fixed = [folder / "article.yaml", *([passages] if os.path.lexists(passages) else [])]
        return fixed + sorted((folder / "claims").glob("*.yaml"))

    def stray_files(self, folder: Path) -> list[Path]:
        """What lies among an article's claims and looks like some of them, but is not read."""
        others = set((folder / "claims").rglob("*")) - set(self.article_files(folder))
        return sorted(path for path in others if _STRAY.search(path.name) and not path.name.startswith("."))

    @cached_property
    def inputs(self) -> list[Path]:
        """Every file a release is made from, in a stable order."""
        articles = [path for folder in self.article_folders for path in self.article_files(folder)]
        contexts = [packaged_root() / "ontology" / "context.jsonld", self.ontology / "context.jsonld"]
        distinct = dict.fromkeys(path for path in contexts if os.path.lexists(path))
        return [*distinct, *self.turtle_files, *self.mapping_files, *articles, *self.shape_files]

    @property
    def checked_against(self) -> list[Path]:
        """What a release is not made from, but held against."""
        return [self.promises] if os.path.lexists(self.promises) else []

    def name_of(self, path: Path) -> str:
        """How a file is named in messages: from the current folder where that is shorter to read."""
        return str(path.relative_to(Path.cwd())) if path.is_relative_to(Path.cwd()) else str(path)

    def key_of(self, path: Path) -> str:
        """How a file is named in a release: the same on every machine."""
        root = self.root if path.is_relative_to(self.root) else packaged_root()
        prefix = "" if root == self.root else "il6ld/"
        return prefix + path.relative_to(root).as_posix()


def find_project(folder: Path | None = None) -> Project:
    """The project of a folder; without one, the current folder's if it has any, else il6ld's own."""
    if folder is None:
        here = Path.cwd()
        return Project(here if (here / "ontology" / "articles").is_dir() else packaged_root())
    if not (folder / "ontology").is_dir():
        raise UsageError.at(
            None,
            f"There is no project in '{folder}': it has no folder 'ontology'.",
            help=f"Make one with 'il6ld init {folder}'.",
        )
    return Project(folder.resolve())
