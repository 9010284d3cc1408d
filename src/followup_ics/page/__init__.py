"""A plan to one page that stands alone, its timeline as a picture, and the pages of one follow-up.

In come a job search, its plan and a time; out goes HTML or SVG. `texts` has the words, `entries`
says follow-ups and notes as the page does, `geometry` has the shapes, which `legend` explains and
`timeline` draws; `subscribing` has the links to a feed, `page` is the plan's page, `answer_page`
has those that ask how one follow-up went, and say what became of the answer, `edit_page` those on
which records are edited; `filling` fills the
templates of all, `assets` are the files beside a hosted page, and `page_files` writes a page where
no other file stands.
"""
