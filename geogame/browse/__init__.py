"""Looking through a catalog: which places fit a filter, how they are spread, and which pictures are alike."""
