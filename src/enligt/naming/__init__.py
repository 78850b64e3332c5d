"""Names → actors: who is meant, in whatever spelling, script and case.

Words are compared by how they sound (``sounds``) under their endings (``endings``); ``variants`` says whether names are
one actor's and puts many into groups. ``lists`` holds the actors and outlets that enligt knows, plain YAML that users
extend; ``lookup`` finds them, and countries and capitals, by any spelling. ``warnings`` points at names that do not
fit. ``speakers.resolved`` gives a page's statements the actor that each source means, and ``via``, through whom the
words came. All of it is rules and plain data, so that a reader of a warning can see why.
"""
