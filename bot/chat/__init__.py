"""The language of flows: what may be said and asked, how answers are read, remembered and replayed."""
