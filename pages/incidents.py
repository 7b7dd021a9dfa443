"""The incidents selected, as a table; a row opens its incident."""

from rasd.ui import frame
from rasd.ui.pages import incidents

frame.around_page()
incidents.show()
