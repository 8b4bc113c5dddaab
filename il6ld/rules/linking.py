"""The rules that links to other ontologies keep, and the files of those ontologies."""

from __future__ import annotations

from il6ld.rules.rule import Rule

LINKING = (
    Rule(
        "link-subject",
        "A row of mappings begins with a term that we do not have.",
        "A link from nowhere leads nobody anywhere.",
        "Mend the subject, declare the term, or take the row away.",
    ),
    Rule(
        "link-unknown",
        "A row of mappings names an identifier that its ontology does not have.",
        "The ontology itself is among the files, and no older than what the row was made from.",
        "Look the identifier up again; one digit may be wrong.",
    ),
    Rule(
        "link-obsolete",
        "A term that is linked to is obsolete.",
        "Its own ontology has given it up, often since it meant two things.",
        "Use the replacement if it means the same; look for another one if it does not.",
    ),
    Rule(
        "link-label",
        "The label in the row is no name of the identifier beside it.",
        "One of the two is wrong, and a wrong identifier is the worse.",
        "Look both up again.",
    ),
    Rule(
        "link-renamed",
        "A term that is linked to has, or had, another name.",
        "A new name may come with a new meaning; two files of different times show it.",
        "Read its definition of today, then take over the label of today.",
    ),
    Rule(
        "link-name",
        "The two ends of an exact match share no name.",
        "Exact matches mostly share one, so somebody should look twice; nothing may be wrong.",
        "Compare the definitions; if they agree, our term may lack a name.",
    ),
    Rule(
        "link-kind",
        "The two ends of a match are things of different kinds.",
        "What is said of a disease would be said of a place, or of a process.",
        "Find a term of our kind, or say skos:relatedMatch, which claims no likeness.",
    ),
    Rule(
        "link-shared",
        "Two of our terms are the exact match of one term.",
        "Then they would be the same, which we say they are not.",
        "Keep the exact match of one; match the others closely or broadly.",
    ),
    Rule(
        "link-several",
        "One of our terms has several exact matches in one ontology.",
        "An ontology has one term for one thing, so all but one are something else.",
        "Keep the exact one; match the others as what they are.",
    ),
    Rule(
        "link-found",
        "A row says that there is no term, but one of that name is there now.",
        "Ontologies grow.",
        "Map it if it means the same; else map it as what it is, so that it is not asked again.",
    ),
    # The files of ontologies
    Rule(
        "ontology-form",
        "An ontology file is in no form that is read, or holds no term.",
        "A file that nothing was read from would make every link look unchecked, or worse, checked.",
        "Take the ontology as OBO, OWL, OBO Graphs or a table with the columns id and label.",
    ),
    Rule(
        "ontology-syntax",
        "An ontology file breaks the form that it is in.",
        "What follows the slip would be missing, and a link to it would look unchecked.",
        "Fetch the file again; it may be cut short or changed on its way.",
    ),
    Rule(
        "ontology-size",
        "An ontology file is larger than may be read.",
        "A small packed file may hold more than memory does.",
        "Unpack it yourself, and take the part that is needed.",
    ),
    Rule(
        "ontology-doctype",
        "An ontology in RDF/XML begins with a DOCTYPE.",
        "A few hundred bytes of entities can stand for gigabytes.",
        "Have it written again without one.",
    ),
)
