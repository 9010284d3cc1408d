"""A plan to one page that stands alone, and its timeline as a picture; nothing is hosted.

In come a job search, its plan and a time; out goes HTML or SVG. `texts` has the words, `entries`
says follow-ups and notes as the page does, `geometry` has the shapes, which `legend` explains and
`timeline` draws; `subscribing` has the links to a feed, `page` fills the templates, `assets` are
the files beside a hosted page, and `page_files` writes it where no other file stands.
"""
