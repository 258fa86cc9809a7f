"""What every source on the network shares: a polite client, sampling, checks, a journal, the builder."""
