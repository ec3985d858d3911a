"""From the facts about a subject to whom it waits for. Pure, and the one place: the SQL of `queries/waiting.py` is its twin,
and a test over random rows holds the two together.
"""
