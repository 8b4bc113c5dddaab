"""The rules that hold while files are read."""

from __future__ import annotations

from il6ld.rules.rule import Rule

READING = (
    # Reading YAML
    Rule(
        "yaml-syntax",
        "A file of records is no YAML.",
        "Nothing after the slip can be read as it was meant.",
        "Look at the place and the line above it: a quotation mark not closed, a tab, or an indent too few.",
    ),
    Rule(
        "yaml-documents",
        "A second YAML document begins in one file.",
        "Only the first would be read, and the rest would be lost without a word.",
        "Take the line '---' away, or divide the file.",
    ),
    Rule(
        "yaml-alias",
        "An anchor or alias is used.",
        "A few lines of aliases can stand for millions of values, and a reader cannot see what is said.",
        "Write the value out where it is needed.",
    ),
    Rule(
        "yaml-tag",
        "A value bears a YAML tag.",
        "Tags can run programs; here every value is text, and the context says what it means.",
        "Write the plain value.",
    ),
    Rule(
        "yaml-empty",
        "A key has no value, or '~' or 'null'.",
        "An empty value says neither that something is absent nor that it was not looked at.",
        "Give the value or take the key away; quote it if the word itself is meant.",
    ),
    Rule(
        "yaml-key",
        "A key is a list or a mapping.",
        "Fields have names.",
        "Write the name of a field.",
    ),
    Rule(
        "yaml-depth",
        "Collections nest deeper than the limit.",
        "No record is that deep; a file that is was made to crash its reader.",
        "Write nested records side by side.",
    ),
    Rule(
        "duplicate-key",
        "One mapping has the same key twice.",
        "YAML would let the second win silently.",
        "Keep one; for several values write a list: [One, Two].",
    ),
    Rule(
        "control-character",
        "A text holds a control character or half a surrogate pair.",
        "No XML reader can read it back, so the release could not be read.",
        "Delete it; it usually came in by copying.",
    ),
    Rule(
        "file-size",
        "A file is larger than the limit.",
        "Positions and messages are kept in memory for each of its nodes.",
        "Divide it into several files of the same folder.",
    ),
    Rule(
        "not-utf-8",
        "A file is not UTF-8.",
        "Guessing another encoding would change letters without a word.",
        "Save it as UTF-8.",
    ),
    # Reading records
    Rule(
        "record",
        "Something in a list of records is no record.",
        "Each record begins with its id, which other records and readers refer to.",
        "Begin it with '- id: claims:...', the other keys below.",
    ),
    Rule(
        "record-id",
        "A record has no id, or one that cannot be an address.",
        "The id is the end of the record's IRI and the name of its graph, for good.",
        "Write a prefix of records, a colon, then ASCII letters, digits and inner hyphens.",
    ),
    Rule(
        "duplicate-id",
        "Two records have one id.",
        "Two claims under one address would be read as one.",
        "Numbers are given once and never again: take the next free one.",
    ),
    Rule(
        "unknown-key",
        "A field is called by a name that the context does not have.",
        "JSON-LD would drop it, and what it says, without a word.",
        "Take the nearest name, or look in ontology/context.jsonld.",
    ),
    Rule(
        "nested-record",
        "A field that takes a value has a record in its place.",
        "Only a field whose range is a class of records can hold one.",
        "Write the value; compare another record of the same kind.",
    ),
    Rule(
        "value",
        "A value is not of the type that its field takes.",
        "It would be published as an ill-typed literal, which stores read differently or refuse.",
        "Write true or false, a whole number, or a date like 2022-12-15, as the message says.",
    ),
    Rule(
        "unknown-term",
        "A name is used that no ontology file declares.",
        "A slip of the pen would otherwise become a new class or list value.",
        "Take the nearest name, search with 'il6ld terms', or declare it in ontology/.",
    ),
    Rule(
        "unknown-prefix",
        "A CURIE begins with a prefix that the context does not have.",
        "It could not be made into an IRI.",
        "Mend it, or add the prefix to ontology/context.jsonld, the one place for prefixes.",
    ),
    Rule(
        "unknown-reference",
        "A record or term is referred to that stands nowhere.",
        "Readers would follow it to nothing.",
        "Mend the id, or write the record.",
    ),
    Rule(
        "no-article",
        "A project has no article.",
        "Every claim stands in one.",
        "Make a folder ontology/articles/<article>/ with an article.yaml; 'il6ld init' shows one.",
    ),
    Rule(
        "missing-field",
        "article.yaml lacks a field that anchoring needs.",
        "Sentences are found below the headings it lists, and numbered after its code.",
        "Write the field; 'il6ld init' shows a whole article.yaml.",
    ),
    # Reading Turtle, SSSOM and files at large
    Rule(
        "turtle-syntax",
        "A Turtle file cannot be parsed.",
        "Nothing of it can be relied on.",
        "Look at the place: often a '.' or ';' is missing on the line before.",
    ),
    Rule(
        "prefix-differs",
        "A prefix stands for another IRI than in the context.",
        "The same name would mean two things in one project.",
        "Write the IRI that ontology/context.jsonld gives it.",
    ),
    Rule(
        "sssom-column",
        "A table of mappings lacks a column.",
        "Without subject, predicate and object a row says nothing.",
        "Name the columns as SSSOM does: subject_id, predicate_id, object_id.",
    ),
    Rule(
        "sssom-prefix",
        "A table of mappings and the project mean different namespaces by one prefix.",
        "Its CURIEs would be read as terms that nobody linked.",
        "Write the table with the prefixes of ontology/context.jsonld.",
    ),
    Rule(
        "sssom-predicate",
        "A mapping uses another predicate than SKOS's five.",
        "owl:sameAs and its like would merge things that only resemble each other.",
        "Choose skos:exactMatch, closeMatch, broadMatch, narrowMatch or relatedMatch.",
    ),
    Rule(
        "unreadable",
        "A file cannot be opened.",
        "A release made without it would lack what it says.",
        "Look at its permissions, and whether it is a file at all.",
    ),
    # Rows for il6ld/rules.py: files and characters
    Rule(
        "file-kind",
        "A file is an archive, XML or JSON where text, YAML or Turtle is due.",
        "Nothing is unpacked and nothing is fetched, so that no input can grow or call out.",
        "Unpack it yourself, or write it as Turtle.",
    ),
    Rule(
        "literal-size",
        "One text is larger than 1 MB.",
        "Stores refuse such lines, and a claim is a sentence.",
        "Name what holds the text instead of copying it.",
    ),
    Rule(
        "hidden-character",
        "A text holds a character that nobody sees, or that looks like another one.",
        "Who searches for the word would not find it, and who reads it is deceived.",
        "Write the plain character: '-' for U+2011, nothing for a zero-width space.",
    ),
    Rule(
        "confusable",
        "Two ids, terms or names can hardly be told apart.",
        "Readers, and some file systems, would take one for the other.",
        "Give one of the two another number or name; the message names the characters that differ.",
    ),
    Rule(
        "iri",
        "An IRI is malformed, or has a scheme that is not published.",
        "Stores refuse it or mend it, each in its own way; javascript: and file: do harm in a browser.",
        "Write an absolute http, https, mailto or urn IRI, odd characters percent-encoded.",
    ),
    Rule(
        "language-tag",
        "A language tag is malformed.",
        "Stores refuse it or change it.",
        "Write a tag like en, de or zh-Hans.",
    ),
    Rule(
        "yaml-merge",
        "A merge key '<<' is used.",
        "It hides which fields a record has.",
        "Write each field out.",
    ),
    # Reading records
    Rule(
        "no-record",
        "A file holds no record.",
        "An emptied file looks like one that was meant to be empty.",
        "Write a record, or delete the file.",
    ),
    Rule(
        "no-claims",
        "The project has no claims.",
        "An empty release would take the place of a good one.",
        "Write one into ontology/articles/<article>/claims/.",
    ),
    Rule(
        "stray-file",
        "Among the claims lies a file that looks like one of them and is not read.",
        "Its claims would be lost without a word.",
        "Let its name end in '.yaml', unpack it, or move it elsewhere.",
    ),
    Rule(
        "duplicate-value", "A list holds the same value twice.", "RDF keeps it once.", "Keep one of the two."
    ),
    Rule(
        "replacement-cycle",
        "Claims take one another's place in a circle.",
        "Then none of them is the latest.",
        "Find out which came last, and take its 'replacedBy' and the other's 'replaces' away.",
    ),
    Rule(
        "replacement-older",
        "A claim takes the place of one whose article is newer.",
        "What is older cannot have corrected what came later.",
        "Turn the two around, or correct 'modified' in article.yaml.",
    ),
    # Contexts, Turtle and SSSOM
    Rule(
        "context",
        "context.jsonld refers to another context, or gives a prefix no good IRI.",
        "Nothing is fetched, and a prefix means the same everywhere.",
        "Write the entries themselves, as in il6ld's own context.jsonld.",
    ),
    Rule(
        "json-syntax",
        "context.jsonld is no JSON.",
        "Nothing of it can be relied on.",
        "Look here and at the line before: often a comma is missing.",
    ),
    Rule(
        "owl-imports",
        "An ontology imports another.",
        "Nothing is fetched: a build is the same everywhere, offline.",
        "Declare the few outside terms you use in ontology/imports.ttl.",
    ),
    Rule(
        "sssom-row",
        "A row of mappings is ragged, spans lines, or holds a formula.",
        "Programs cut such rows differently, and a spreadsheet would run the formula.",
        "One line a row, a tab for each empty cell, and no cell that begins with = + - or @.",
    ),
)
