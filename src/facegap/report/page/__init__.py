"""What all pages have in common: sections and templates, results as JSON, tables, images."""
