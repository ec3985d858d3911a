"""The floor: the least a Flask page of 20 posts can cost. One query, one template, same server, same rows."""

from __future__ import annotations

import os

from flask import Flask, render_template_string
from sqlalchemy import create_engine, text

PAGE = """<!doctype html><html lang="en"><head><title>Floor</title></head><body><h1>Posts</h1>
{% for post in posts %}<article><h2>{{ post.position }}</h2>{{ post.body_html | safe }}</article>{% endfor %}
</body></html>"""
QUERY = text(
    "SELECT position, body_html FROM post WHERE discussion_id = (SELECT min(id) FROM discussion WHERE post_count = 20)"
    " ORDER BY position LIMIT 20"
)

app = Flask(__name__)
engine = create_engine(os.environ["FLOOR_DATABASE"])


@app.get("/")
def posts() -> str:
    with engine.connect() as connection:
        return render_template_string(PAGE, posts=connection.execute(QUERY).all())
