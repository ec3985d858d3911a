"""HTTP glue: extensions, transaction edge, actor, errors, forms, panels, filters. Knows no feature."""
