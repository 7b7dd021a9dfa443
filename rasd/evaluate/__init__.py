"""How well the extraction does on articles that people have annotated: measures, and a page that shows each error.

The definitions are those of docs/codebook.md ("What counts as right").
"""
