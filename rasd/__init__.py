"""Rasd: reads Arabic news, extracts incidents and puts them on a map."""

__version__ = "0.1.0"
