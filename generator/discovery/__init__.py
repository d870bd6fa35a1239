"""What a documentation site says about its machine-readable description: pages, scripts, Markdown, known places."""
