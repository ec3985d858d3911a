"""The study planner of a presentation: what is studied when, in how many hours of what, and what is handed in when.

It is what was planned. What students did is told by the learning analytics.
"""
