"""Corpora on Apache Spark."""
