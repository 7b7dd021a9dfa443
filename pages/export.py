"""Exports of exactly what the filters match."""

from rasd.ui import frame
from rasd.ui.pages import export

frame.around_page()
export.show()
