"""Who is signed in to the pages: links and codes, sessions, and what is confirmed once more."""
