"""The pages by noun: each reads what its visitor may see, and fills a template."""
