"""From seven tables somebody hands over to one immutable, versioned folder that pages read.

`importing.import_dataset` is the way in. It reads (`reading`), checks (`validation` against
`schema`), replaces student ids (`pseudonyms`), counts once what every page needs (`rollups`) and
publishes by an atomic pointer (`publishing`). A fault or a kill leaves the previous dataset serving.
"""
