"""Who asked for figures of which sets of sites, and how many sets a network may still ask for.

Figures of enough sets, compared, say of single students what no single figure says. So the number of sets is bounded, and
whoever answers for the data reads what was asked.
"""
