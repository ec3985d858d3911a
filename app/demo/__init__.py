"""The demo: three invented learning networks on the facts of the demo content. Never imported."""
