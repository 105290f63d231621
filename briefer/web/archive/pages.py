"""What each page shows: plain values for its template."""

from __future__ import annotations

from datetime import timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from briefer.changes import follow
from briefer.changes.dates import local_day
from briefer.model import Brief
from briefer.pipeline.facts import facts
from briefer.store.history import HitKind, Person, Recorded
from briefer.store.runs import Run
from briefer.templating import Locale
from briefer.web.archive.frame import (
    SIZE,
    TEMPLATE,
    Choice,
    Frame,
    Paging,
    folder,
    number_in,
    page_number,
    page_of,
    paged,
    to,
)
from briefer.web.archive.steps import shown_steps
from briefer.web.archive.timeline import Turn, turns

if TYPE_CHECKING:
    from starlette.requests import Request

    from briefer.web.archive.site import Archive

#: A template and its values.
Page = tuple[str, dict[str, Any]]

#: Briefs among which the names to choose from, and the latest of each, are looked for.
_RECENT = 300
#: Names whose latest brief stands on the first page, and its headlines there.
_LATEST, _HEADLINES = 4, 4
_STEPS, _RUNS = 8, 5
#: Briefs before and after one in which its stories are followed.
_BEFORE, _AFTER = 7, 3
#: Pages of a large brief take seconds to make: so many are kept.
_KEPT = 8
#: Hits of each kind where all kinds are searched.
_HITS = 5
_KINDS: tuple[HitKind, ...] = ("claim", "person", "article")
#: Names that are offered where nobody is found.
_NEAR = 5
#: Characters of a question that are looked at.
_ASKED = 300


class Pages:
    """The pages that only show."""

    def __init__(self, archive: Archive, frame: Frame) -> None:
        self._archive = archive
        self._history = archive.history
        self._frame = frame
        self._locale = frame.locale
        self._shown = lru_cache(_KEPT)(self._show)
        self._listed = lru_cache(_KEPT)(self._list)
        self._turned = lru_cache(_KEPT)(self._turn)
        self._headed = lru_cache(_KEPT)(self._latest)

    def start(self, _: Request) -> Page:
        """The latest briefs, the steps that are due, and how the last runs went."""
        now = self._archive.now()
        due = self._archive.ledger.listed(due_until=(now + timedelta(days=7)).date())
        coming = [number for number, day in due if day is not None and day >= now.date()]
        values = {
            "title": self._locale.gettext("Archive"),
            "latest": [self._headed(recorded) for recorded in self._newest()[:_LATEST]],
            "steps": shown_steps(self._archive.ledger.these(coming[:_STEPS]), self._frame.calendar()),
            "past": len(due) - len(coming),
            "runs": [self._run(run) for run in self._archive.runs.runs(limit=_RUNS)],
        }
        return "start.html.j2", values

    def briefs(self, request: Request) -> Page:
        """The list, the newest first."""
        number, name = page_number(request.query_params.get("page")), request.query_params.get("name", "")
        found = self._history.recorded(name=name or None, limit=number * SIZE + 1)
        briefs, paging = paged(found, number, "/briefs", name=name)
        choices = [Choice("", self._locale.gettext("All"), "/briefs"), *self._names("/briefs")]
        names = choices if len(choices) > 2 else []
        return "briefs.html.j2", {
            "title": self._locale.gettext("Briefs"),
            "briefs": briefs,
            "paging": paging,
            "names": names,
            "name": name,
        }

    def brief(self, request: Request) -> Page:
        """One brief, as its readers know it."""
        recorded = self._recorded(request.path_params["id"])
        made, locale = self._shown(recorded)
        return "one.html.j2", {
            "title": recorded.title,
            "brief": made,
            "name": recorded.name,
            "revision": recorded.revision,
            "list": to("/briefs", name=recorded.name),
            "language": locale.language,
            "direction": locale.direction,
        }

    def stories(self, request: Request) -> Page:
        """The stories of a brief of one name, and since when they are told of; a page for each brief."""
        newest = self._newest()
        asked = request.query_params.get("name", newest[0].name if newest else "")
        number = page_number(request.query_params.get("page"))
        found = self._history.recorded(name=asked, limit=number + _BEFORE)
        window = tuple(found[number - 1 :])
        labels = self._locale.gettext("The brief after"), self._locale.gettext("The brief before")
        return "stories.html.j2", {
            "title": self._locale.gettext("Stories"),
            "stories": self._listed(window) if window else (),
            "recorded": window[0] if window else None,
            "paging": page_of(number, len(window) > 1, "/stories", *labels, name=asked),
            "names": self._names("/stories"),
            "name": asked,
        }

    def story(self, request: Request) -> Page:
        """One story through the briefs before and after."""
        recorded = self._recorded(request.path_params["id"])
        named = self._history.recorded(name=recorded.name)
        place = [one.id for one in named].index(recorded.id)
        window = tuple(named[max(0, place - _AFTER) : place + 1 + _BEFORE])
        days = self._turned(window, recorded.id, request.path_params["story"])
        return "story.html.j2", {"title": days[0].headline.text, "days": days}

    def people(self, request: Request) -> Page:
        """What somebody has said; without a name, who is in the latest briefs."""
        _, query = self._locale.gettext, request.query_params
        asked = query.get("q", "").strip()[:_ASKED]
        found = self._history.who(asked) if asked else []
        values: dict[str, Any] = {"title": _("People"), "asked": asked, "paging": None}
        values["by_role"] = bool(found) and all(one.found_by == "role" for one in found)
        which, number = number_in(query.get("which")), page_number(query.get("page"))
        if which is not None and 1 <= which <= len(found):
            person = found[which - 1]
            said, values["paging"] = paged(list(person.said), number, "/people", q=asked, which=str(which))
            values["people"] = [{"person": person, "shown": said, "all": ""}]
        else:
            values["people"] = [_person(one, asked, place) for place, one in enumerate(found, 1)]
        if not asked:
            others, title = self._current(), _("In the latest briefs")
        elif not found:
            others, title = self._history.near(asked, limit=_NEAR), _("Perhaps meant")
        else:
            hits = self._history.search(asked, kinds=("person",), limit=SIZE * 5)
            known = {name for one in found for name in (one.name, *one.aliases)}
            others = [name for name in dict.fromkeys(hit.title for hit in hits) if name not in known][:SIZE]
            title = _("Others whose name or role has these words")
        return "people.html.j2", {**values, "others": others, "others_title": title}

    def search(self, request: Request) -> Page:
        """What has the words, of one kind or of all."""
        asked = request.query_params.get("q", "").strip()[:_ASKED]
        number = page_number(request.query_params.get("page"))
        kind = next((k for k in _KINDS if k == request.query_params.get("kind")), None)
        paging: Paging | None = None
        groups: list[dict[str, Any]] = []
        titles = self._kinds()
        for each in _KINDS:
            if not asked or kind not in (None, each):
                continue
            most = number * SIZE if kind else _HITS
            hits = self._history.search(asked, kinds=(each,), limit=most + 1)
            more = "" if kind or len(hits) <= most else to("/search", q=asked, kind=each)
            if kind:
                shown, paging = paged(hits, number, "/search", q=asked, kind=kind)
            else:
                shown = hits[:most]
            if shown:
                title, further = titles[each]
                groups.append({"kind": each, "title": title, "hits": shown, "more": more, "further": further})
        _ = self._locale.gettext
        return "search.html.j2", {
            "title": _("Search: %(words)s", words=asked) if asked else _("Search"),
            "asked": asked,
            "kind": kind or "",
            "kinds": [
                Choice("", _("Everything"), to("/search", q=asked)),
                *(Choice(each, titles[each][0], to("/search", q=asked, kind=each)) for each in _KINDS),
            ],
            "groups": groups,
            "paging": paging,
            "found": self._found(groups, asked),
        }

    def _kinds(self) -> dict[HitKind, tuple[str, str]]:
        """What hits of a kind are called, and what leads to more of them."""
        _ = self._locale.gettext
        return {
            "claim": (_("Claims"), _("More claims")),
            "person": (_("People"), _("More people")),
            "article": (_("Articles"), _("More articles")),
        }

    def _found(self, groups: list[dict[str, Any]], asked: str) -> str:
        _, ngettext = self._locale.gettext, self._locale.ngettext
        if not groups:
            return _("Nothing has all of these words: %(words)s", words=asked)
        told = []
        for group in groups:
            number = len(group["hits"])
            counted = {
                "claim": ngettext("%(num)d claim", "%(num)d claims", number),
                "person": ngettext("%(num)d person", "%(num)d people", number),
                "article": ngettext("%(num)d article", "%(num)d articles", number),
            }[group["kind"]]
            told.append(_("%(counted)s and more", counted=counted) if group["more"] else counted)
        return _("Shown: %(parts)s.", parts=", ".join(told))

    # ---- what several pages need ----

    def _recorded(self, id: str) -> Recorded:
        found = next((recorded for recorded in self._history.recorded() if recorded.id == id), None)
        if found is None:
            raise _missing()
        return found

    def _show(self, recorded: Recorded) -> tuple[Markup, Locale]:
        """What stands in the page of a brief, and its language."""
        from briefer.render import render

        brief = self._history.brief(recorded.id)
        if brief is None:
            raise _missing()
        made = render(brief, format="html", template=TEMPLATE, search=[folder()])
        inner = str(made).partition("<main>")[2].rpartition("</main>")[0]
        # Made by our own template, which escapes what it shows.
        return Markup(inner), Locale.of(brief.language)  # noqa: S704

    def _list(self, window: tuple[Recorded, ...]) -> list[dict[str, Any]]:
        """The stories of the first of these briefs, followed through the others."""
        brief, *others = self._loaded(window)
        past = follow(brief, others)
        return [
            {
                "id": story.id,
                "headline": story.headline,
                "outlets": len(story.outlets),
                "days": len(past[story.id]) + 1,
                "since": local_day(past[story.id][-1].brief if past[story.id] else brief).isoformat(),
                "changed": sum(p.change is not None and p.change.kind == "changed" for p in story.positions),
            }
            for story in brief.stories
        ]

    def _turn(self, window: tuple[Recorded, ...], id: str, story: str) -> list[Turn]:
        """A story of one of these briefs, followed through the others."""
        briefs = {brief.id: brief for brief in self._loaded(window)}
        brief = briefs.pop(id, None)
        found = next((s for s in brief.stories if s.id == story), None) if brief else None
        if brief is None or found is None:
            raise _missing()
        return turns(brief, found, list(briefs.values()), self._locale)

    def _loaded(self, window: tuple[Recorded, ...]) -> list[Brief]:
        """These briefs, in their order."""
        return self._history.briefs([recorded.id for recorded in window])

    def _newest(self) -> list[Recorded]:
        """The latest brief of each name."""
        newest: dict[str, Recorded] = {}
        for recorded in self._history.recorded(limit=_RECENT):
            newest.setdefault(recorded.name, recorded)
        return list(newest.values())

    def _names(self, path: str) -> list[Choice]:
        return [
            Choice(r.name, r.name or self._locale.gettext("without a name"), to(path, name=r.name))
            for r in self._newest()
        ]

    def _latest(self, recorded: Recorded) -> dict[str, Any]:
        stories = [story for brief in self._loaded((recorded,)) for story in brief.stories]
        return {
            "recorded": recorded,
            "headlines": [(story.id, story.headline) for story in stories[:_HEADLINES]],
            "more": max(0, len(stories) - _HEADLINES),
        }

    def _current(self) -> list[str]:
        """Who speaks in the latest briefs."""
        briefs = [brief for recorded in self._newest()[:_LATEST] for brief in self._loaded((recorded,))]
        speaking = {p.holder for b in briefs for story in b.stories for p in story.positions if p.holder}
        names = {actor.name for b in briefs for story in b.stories for actor in story.who if actor.kind == "person"}
        return sorted(speaking & names or names)

    def _run(self, run: Run) -> dict[str, Any]:
        _ = self._locale.gettext
        seconds = (run.ended - run.began).total_seconds()
        return {
            "when": self._frame.moment(run.began.isoformat()),
            "name": run.name,
            "brief": run.brief,
            "outcome": _("went well") if run.status == 0 else _("ended with status %(status)d", status=run.status),
            "facts": [("took", f"{seconds:.1f} s"), *facts(run.report, self._frame.moment)],
        }


def _person(person: Person, asked: str, place: int) -> dict[str, Any]:
    rest = to("/people", q=asked, which=str(place)) if len(person.said) > SIZE else ""
    return {"person": person, "shown": person.said[:SIZE], "all": rest}


def _missing() -> Exception:
    from starlette.exceptions import HTTPException

    return HTTPException(404)
