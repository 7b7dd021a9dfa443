"""The map: counts, marks, and beside it the card of the incident chosen."""

from rasd.ui import frame
from rasd.ui.pages import map

frame.around_page()
map.show()
