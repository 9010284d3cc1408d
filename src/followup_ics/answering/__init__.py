"""What the user answers about a follow-up, and what else they tell, into the user's own file.

In come an answer and the bytes of a file, out go the bytes with it, or an error that says why it
cannot be meant. Who asked, and how, is not known here: no message names an option.

`answers` holds what became of a follow-up and says what of it cannot be meant, `telling` says it in
lines, `facts` has the edits for what is of no one contact, and `recording` makes that of an answer.
"""
