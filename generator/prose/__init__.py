"""Documentation in prose: exploring a site, cutting its pages into sections, and reading what is regular by rules."""
