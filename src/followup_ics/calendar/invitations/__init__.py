"""Invitations that others send, as far as an interview can be made of them.

In come the bytes of a calendar file or of a mail, out go invitations, or one error that says what
to do. `invitation` is what comes out. `mail` finds the calendar files in mails, `lines` makes lines
of bytes, `repairing` closes what is left open, `straightening` mends a line for the parser;
`clock_rules` follows the rules that a file brings along for a zone, `zones` knows what a zone's
name means; `plain_text` takes HTML and controls out of texts, `attending` names people,
`event_values` reads one event, and `reading` the whole.
"""

from followup_ics.calendar.invitations.invitation import Invitation, Invited
from followup_ics.calendar.invitations.reading import MAX_BYTES, read_invitations

__all__ = ["MAX_BYTES", "Invitation", "Invited", "read_invitations"]
