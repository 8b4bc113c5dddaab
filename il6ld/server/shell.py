"""The frame of the few pages that the server makes itself: answers, and what it says where there is none."""

from __future__ import annotations

from html import escape

# Links are relative to the page's place, which is not known here; `root` leads from there to the site's root.
_FRAME = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{title}</title>
<link rel="stylesheet" href="{root}assets/site.css">
</head>
<body>
<a class="skip" href="#content">Skip to content</a>
<header class="top">
<nav aria-label="Main">
<ul>
<li><a href="{root}index.html">Home</a></li>
<li><a href="{root}claims.html">Claims</a></li>
<li><a href="{root}query.html">Ask in SPARQL</a></li>
</ul>
</nav>
</header>
<main id="content" tabindex="-1">
<h1>{title}</h1>
{body}
</main>
<footer class="foot">
<p><strong>Not medical advice.</strong> What is said of a claim holds only with its stance.</p>
</footer>
</body>
</html>
"""


def page(title: str, body: str, root: str = "") -> bytes:
    """A page of HTML; the body is HTML already."""
    return _FRAME.format(title=escape(title), body=body, root=root).encode()
