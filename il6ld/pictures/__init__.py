"""Pictures of what is recorded, as SVG: one claim as a graph, and the model as its classes.

The same records give the same bytes. A picture needs no font, style sheet or script from elsewhere, reads in
light and in dark, and tells a kind of box by its words and shape as well as its colour.
"""

from __future__ import annotations

from il6ld.pictures.claims import claim_picture
from il6ld.pictures.model import model_picture

__all__ = ["claim_picture", "model_picture"]
