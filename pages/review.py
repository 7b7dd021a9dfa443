"""What waits for a person: one incident after another, confirmed, corrected or rejected."""

from rasd.ui import frame, review_page

frame.around_page()
review_page.show()
