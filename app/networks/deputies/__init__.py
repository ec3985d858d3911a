"""A chair who is away names a deputy: somebody who chairs until a day, so that nothing waits for nobody."""
