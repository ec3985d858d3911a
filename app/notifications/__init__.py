"""Who is told what: inbox, mail, digests. Listens; is never imported."""
