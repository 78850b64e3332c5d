"""Archives of any size: WARC and Parquet in, Parquet out, on Daft, here or on a Ray cluster.

``job.run`` is the one way through. The input is cut into parts of some hundred pages (``parts``). Each is traced by a
worker (``workers``) and put on the ``shelf``, all or nothing: a rerun skips the parts that are there. What holds over
all parts is worked out by Daft in tables of places, whole numbers that say where a page or a saying lies, so that no
join carries texts, and nobody has all pages in memory: which sayings and pages are worth comparing (``buckets``,
``candidates``), and what hangs together (``components``). Comparing and claiming itself is that of ``tracing/``.
``loading`` brings a selection of the result into a ledger.

The modules import Daft at their top, since its threads must not meet in a first import; so only a command that needs
them imports them, and ``enligt`` works without Daft.
"""

import os

# Daft and Ray tell their makers when they are imported and started, unless they are asked not to before that.
os.environ |= {"DO_NOT_TRACK": "1", "RAY_USAGE_STATS_ENABLED": "0"}
