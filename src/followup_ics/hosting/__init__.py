"""Feeds over HTTP or as files: plans kept, rendered beforehand, and served with their pages.

In come records and a store's address, out go answers to polls. `addresses` has the secret URLs;
`schema` says how feeds are kept, `database` opens what keeps them, `lookups` finds what a token is
of, `store` does all else with them; `versions` what their records were, `advice` is the playbook of
one; `fetching` asks the web for a calendar that somebody is busy by, `calendars` knows which may be
read, `rendering` makes the bytes of a feed around them, `history` says what a change of its records
changed, `renderers` are processes that render, `recent` holds those served last, `together` looks
up for polls that wait at once, `current` says by all of these what a token gives now; `conditional`
reads what a request asks for, `polls` answers those for calendars; `feed_page` makes the page of a
feed, `app` answers all requests, `serving` runs that, `logs` is how it tells, and `traces` what it
tells of an error. `protocols` and `quick_protocol` hold what comes over a connection to the rules
of HTTP. `program` says which version this is, and `remaking` makes anew what another one made.

What became of a follow-up comes back by the link in its event: `signing` makes links and forms that
nobody else can, `linked` opens one, `forms` reads what a browser posts, `fields` what stands in it,
`replying` makes of it an answer in the records; `receipts`, `patches` and `once` see to it that it
is there once and can be taken back, and `changing` writes where the records are kept;
`answer_views` and `answer_routes` are the pages of that.

Below an address to edit, which `editors` opens, the records themselves are changed: `additions` has
what can be added, by `choosing` among what is there, `invited` what an invitation proposes, and
`settling` what of that is settled; `visits` is a request there, `editing_pages` has the forms, and
`whole_text` the one with all of the text, which `edit_views` fills and `edit_routes` answers with.

The same goes out as files for a static host: `targets` are the folders and addresses that they go
to, `publishing` makes those of one feed, `manifest` remembers what was published, `many` does so
for each, and `withdrawing` takes out those whose records are gone. `executors` are who does the
work of many feeds, here and there.
"""
