"""The frame of the dashboard: language, shared filters, the list of pages; nothing else."""

from rasd.ui import frame

# A page: its file in pages/ and its icon (https://fonts.google.com/icons); its title is the label page.<name>.
PAGES = {
    "map": "map",
    "incidents": "list",
    "incident": "description",
    "trends": "monitoring",
    "ingest": "add_circle",
    "export": "download",
    "places": "place",
    "method": "info",
}

frame.run(PAGES)
