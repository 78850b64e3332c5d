"""The desk: a ledger comes in, a web page, a JSON API and a feed go out.

Everything is made on the server and complete without script; script is used for comfort. What a page of the ledger
says is shown and never obeyed: templates escape, ``report.shown`` takes out what could mislead a reader, and the
security policy lets nothing run or load but the desk's own files.
"""
