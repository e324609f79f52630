"""Readers and writers of documents. Standard library and the rules only, no Django."""
