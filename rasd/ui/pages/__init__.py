"""What each page queries and draws; the files of pages/ call these."""
