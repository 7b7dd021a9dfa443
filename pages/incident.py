"""One incident: the report with its phrases marked, what was read by which rule, the places it may have been."""

from rasd.ui import frame
from rasd.ui.pages import incident

frame.around_page()
incident.show()
