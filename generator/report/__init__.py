"""What verification found, for people and for machines: on a terminal, as JUnit XML, as HTML pages."""
