"""How a ledger's tables have changed: one file a version, both ways, for SQLite and PostgreSQL.

A new version is a new file in ``versions`` beside the change to ``schema.py``. Files that have been published stay as
they are. ``versions.py`` of the ledger runs them; there is no ``alembic.ini``.
"""
