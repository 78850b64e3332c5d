"""Words → dates and amounts: a page's text and its page's date in, ISO intervals and numbers out.

In come a text, the stretches of it to look at (the story's blocks), its language, and for ``dates`` the page's own
date; out come ``When`` and ``Amount`` records, each with the span that proves it. ``said_on`` picks the date on which a
statement was made from what ``dates`` found.

It is done in two steps so that a language is data alone. First every word gets a one-letter code by its meaning
(``lexicon/*.toml``, with the names of months and days from CLDR); then one pattern over the string of codes finds
expressions whatever the language, and plain reckoning resolves them against the page's date. Both steps take time
linear in the text. General date parsers were measured and left out: over running text they are many times
slower and read prose such as "may" and bare numbers as dates.
"""

from enligt.dating.amounts import amounts
from enligt.dating.dates import dates
from enligt.dating.found import Amount, When
from enligt.dating.saying import outside, said_on

__all__ = ["Amount", "When", "amounts", "dates", "outside", "said_on"]
