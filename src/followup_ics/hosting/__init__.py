"""Hosting: the page and the feed; the core imports nothing of it."""
