"""New reports: pasted or uploaded, looked at, then saved."""

from rasd.ui import frame
from rasd.ui.pages import ingest

frame.around_page()
ingest.show()
