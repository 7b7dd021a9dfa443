"""How to read the map: precision codes, event types, counts, limits."""

from rasd.ui import frame
from rasd.ui.pages import method

frame.around_page()
method.show()
