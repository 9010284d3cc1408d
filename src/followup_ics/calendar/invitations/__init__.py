"""Invitations that others send: what they say, and what that makes of the records.

To read: in come the bytes of a calendar file or of a mail, out go invitations, or one error that
says what to do. `invitation` is what comes out. `mail` finds the calendar files in mails, `lines`
makes lines of bytes, `repairing` closes what is left open, `straightening` mends a line for the
parser; `clock_rules` follows the rules that a file brings along for a zone, `zones` knows what a
zone's name means; `plain_text` takes HTML and controls out of texts, `attending` names people,
`event_values` reads one event, and `reading` the whole.

To propose: in come invitations and records, out go `proposals`, which decide nothing. `versions`
tells events and their versions, `mail_domains` which addresses say nothing, `titles` and `mentions`
what a title and a text say, `calling` what somebody is called, `oneself` who the candidate is;
`known` looks things up in the records, `times` has when an interview is. `companies`, `roles`,
`kinds` and `people` each make a guess, `meeting` brings those of several invitations together,
`rounds` tells which are one interview, `picking` which of many look like one; `changing` is for
interviews of the records, `proposing` for all, and `entering` writes what was settled into their
text; `saying` tells it.
"""

from followup_ics.calendar.invitations.invitation import Invitation, Invited
from followup_ics.calendar.invitations.reading import MAX_BYTES, read_invitations

__all__ = ["MAX_BYTES", "Invitation", "Invited", "read_invitations"]
