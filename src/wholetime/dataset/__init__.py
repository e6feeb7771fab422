"""The spine: organisations' people, posts and counted work; files in, figures out."""
