"""The frame of the dashboard: language, shared filters, the list of pages; nothing else."""

import streamlit as st

from rasd.ui import frame, server

# A page: its file in pages/ and its icon (https://fonts.google.com/icons); its title is the label page.<name>.
PAGES = {
    "map": "map",
    "incidents": "list",
    "incident": "description",
    "review": "fact_check",
    "trends": "monitoring",
    "ingest": "add_circle",
    "export": "download",
    "places": "place",
    "method": "info",
}

if __name__ == "__main__":
    frame.run(PAGES)
else:
    # `streamlit run dashboard.py` finds this by its name, imports it once, and runs the lines above for each reader.
    server.begin()
    app = st.App(__file__, routes=server.routes(), middleware=server.middleware())
