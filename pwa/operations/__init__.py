"""Verbs: plain functions that every entry can call."""
