"""Makes the composer's thesaurus from WordNet 3.0, so that the shipped table can be made again and judged."""
