"""What a new network is offered to begin with. It holds once its chair has saved it, changed or not."""

from __future__ import annotations


def default_purpose(module_code: str) -> str:
    """One sentence for this module."""
    return (
        f"Find out which topics of {module_code} students get stuck on, change what can be changed, "
        "and see whether it worked."
    )


DEFAULT_CODE_OF_CONDUCT = """\
We discuss the material and how it is taught: never a named student, never a named tutor.

- Quote students’ work only where nobody can be recognised by it.
- Say what you saw and where; and say so when you are guessing.
- Disagree with what is said, not with who says it.
- Everybody who raises something gets a reply, also when the answer is no.
- Figures are about groups. Nobody is ranked, and how much somebody takes part is their own business.
- What is said here stays here until the network publishes it.
"""
