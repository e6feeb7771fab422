"""From figures to pages, without a request: each module makes one page."""
