"""Invitations that others send, as far as an interview can be made of them.

In come the bytes of a calendar file or of a mail, out go invitations, or one error that says what
to do. `invitation` is what comes out.
"""

from followup_ics.calendar.invitations.invitation import Invitation, Invited

__all__ = ["Invitation", "Invited"]
