"""What a chart says, in sentences: for people who cannot see it, and for those who want it said."""

from __future__ import annotations

from app.analytics.charts.series import Picture
from app.analytics.disclosure import percent_in_words
from app.analytics.measures import Overlay, WeeksSummary
from app.core.language.spoken import gettext
from app.core.text.words import weeks_in_words


def describe(picture: Picture) -> str:
    """The description of a weekly chart, from protected figures only."""
    sentences = [gettext("Weeks %(first)s to %(last)s.", first=picture.first, last=picture.last)]
    for line in reversed(picture.lines):
        summary = picture.overlay.summary(line)
        if summary is not None:
            sentences.append(
                gettext(
                    "%(presentation)s: %(summarise)s in the weeks of this topic.",
                    presentation=line.presentation,
                    summarise=summarise(summary),
                )
            )
    if picture.deadlines:
        due = ", ".join(f"{one.assessment} in week {one.week}" for one in picture.deadlines)
        sentences.append(gettext("Due in %(presentation)s: %(due)s.", presentation=picture.focus.presentation, due=due))
    sentences += [
        gettext(
            "%(label)s went live in week %(week)s of %(presentation)s.",
            label=one.label,
            week=one.week,
            presentation=one.presentation,
        )
        for one in picture.markers
    ]
    return " ".join([*sentences, "The same numbers are in the table."])


def in_one_sentence(overlay: Overlay) -> str:
    """What the chart shows, for whoever reads no chart: the highest share in the topic's weeks, and the one of the
    presentation before. "" where nothing is shown of them.
    """
    asked = overlay.mapping
    tops = [
        (one.presentation, percent_in_words(summary.highest))
        for one in overlay.presentations
        if one.mapped_sites and not one.too_few and (summary := overlay.summary(one)) is not None
    ]
    if not tops or asked.week_from is None or asked.week_to is None:
        return ""
    latest, share = tops[-1]
    weeks = weeks_in_words(asked.week_from, asked.week_to)
    if len(tops) == 1:
        return gettext(
            "In %(weeks)s of %(latest)s, at best %(share)s of the students used this material.",
            weeks=weeks,
            latest=latest,
            share=share,
        )
    before, former = tops[-2]
    return gettext(
        "In %(weeks)s of %(latest)s, at best %(share)s of the students used this material; in "
        "%(before)s it was %(former)s.",
        weeks=weeks,
        latest=latest,
        share=share,
        before=before,
        former=former,
    )


def summarise(summary: WeeksSummary) -> str:
    """In words: between 41% and 62% of registered students were active on it."""
    lowest, highest = percent_in_words(summary.lowest), percent_in_words(summary.highest)
    share = lowest if lowest == highest else f"between {lowest} and {highest}"
    return f"{share} of registered students were active on it"
