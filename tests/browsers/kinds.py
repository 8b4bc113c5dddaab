"""One page of each kind that the site has, by what it is."""

from __future__ import annotations

PAGES = {
    "home": "index.html",
    "all claims": "claims.html",
    "claim, affirmed and stated": "claims/il6d-0001.html",
    "claim of mice": "claims/il6d-0067.html",
    "claim, denied": "claims/il6d-0077.html",
    "claim, superseded": "claims/il6d-0097.html",
    "claim, entailed": "claims/il6d-0025.html",
    "claim, held possible": "claims/il6d-0042.html",
    "article": "articles/il6-and-disease.html",
    "section": "sections/il6-and-disease-3.html",
    "entity": "terms/RheumatoidArthritis.html",
    "entity that is much used": "terms/Interleukin6.html",
    "predicate": "terms/causes.html",
    "listed value": "terms/Denied.html",
    "evidence type": "evidence/ECO_0000179.html",
    "gap": "gaps/il6d-0001.html",
    "erratum": "errata/il6d-0001.html",
    "loop": "loops/il6d-0001.html",
    "causal map": "map.html",
    "evidence matrix": "evidence.html",
    "vocabulary": "terms.html",
    "questions": "queries.html",
    "question": "queries/causes.html",
    "editor": "query.html",
    "releases": "releases.html",
    "answer without scripts": "sparql?query=SELECT+*+%7B+%3Fs+a+%3Fo+%7D+LIMIT+20",
    "not there": "claims/il6d-9999.html",
}

# What a reader must see at the head of the page of a claim.
STANCES = {
    "claim, denied": "denied",
    "claim, superseded": "superseded",
    "claim, entailed": "entailed",
    "claim, held possible": "possible",
}
