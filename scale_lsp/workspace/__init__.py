"""Files on disk: discovery, decoding, ignore files."""
