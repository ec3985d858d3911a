"""Who is at the workshop of `test_a_whole_workshop`, what each writes and how each votes."""

from __future__ import annotations

TITLE = "What is tricky in Block 2?"
PRESENT = ("amina", "ben", "tomos", "dilys", "ravi", "wanda", "spencer")
PARTICIPANTS = (*PRESENT, "saoirse")
ARROWS, MOLES, PACE = "Curly arrows", "Moles", "Two dates in one week"

#: What each writes before the meeting, in it, and (Saoirse) after it.
BEFORE = {
    "amina": "They draw the arrow from the proton.",
    "ben": "They lose the charge when an arrow has been drawn.",
    "tomos": "The mole is a word of the formula, not a number of things.",
    "dilys": "They convert units after the sum, not before it.",
}
IN_IT = {
    "ravi": "Arrows begin at atoms and not at pairs of electrons.",
    "wanda": "Moles and grams are one thing to some of them.",
    "spencer": "Two assignments fall into one week.",
}
AFTER = "In my groups the charge is lost in every second step."

DOTS = {
    "amina": {ARROWS: 3, MOLES: 2},
    "ben": {MOLES: 5},
    "tomos": {ARROWS: 2, MOLES: 3},
    "dilys": {ARROWS: 4, PACE: 1},
    "ravi": {ARROWS: 5},
    "wanda": {MOLES: 3, PACE: 2},
    "spencer": {PACE: 5},
}
#: Spencer does not vote in the end, and neither does Marek.
RANKED = {
    "amina": (ARROWS, MOLES),
    "ben": (MOLES, ARROWS, PACE),
    "tomos": (ARROWS, MOLES, PACE),
    "dilys": (MOLES, PACE),
    "ravi": (ARROWS,),
    "wanda": (PACE, ARROWS),
    "saoirse": (ARROWS, PACE, MOLES),
}
