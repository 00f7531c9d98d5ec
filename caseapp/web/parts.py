"""The parts of which lists are made: what a page shows hundreds of times is written here, because a Jinja macro takes
about ten times as long. `templates/_parts/parts.html` hands them on among its macros."""

from collections.abc import Callable, Iterable, Mapping, MutableMapping
from functools import lru_cache
from types import FunctionType
from typing import Any

from babel.lists import format_list
from flask import Flask
from flask.templating import Environment
from jinja2.runtime import Context, Macro
from jinja2.utils import internalcode
from markupsafe import Markup, escape

from caseapp.i18n import _, language
from caseapp.isolates import isolated
from caseapp.web.addresses import address
from caseapp.web.assets import hashed_name

# Only icons that styles tell apart have a class of their own: those that turn with the page, and two more.
STYLED = {"back", "forward", "next", "undo", "log-out", "list-checks", "layout-list", "list", "check"}

# Without a comma before the last.
LISTED_AS = {"en": "en_GB"}


class QuickContext(Context):
    """Calls functions and macros without asking each what it wants to be given: a page makes hundreds of calls."""

    @internalcode
    def call(self, __obj: Any, *args: Any, **kwargs: Any) -> Any:  # a keyword may be called anything but these
        if type(__obj) is Macro:
            args = (self.eval_ctx, *args)
        elif type(__obj) is not FunctionType or hasattr(__obj, "jinja_pass_arg"):
            return super().call(__obj, *args, **kwargs)
        kwargs.pop("_block_vars", None)
        kwargs.pop("_loop_vars", None)
        return __obj(*args, **kwargs)


class Templates(Environment):
    """One table of globals for all templates: Jinja's chain of two is compared name by name at each import."""

    context_class = QuickContext

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        return {**self.globals, **d} if d else self.globals


def init_parts(app: Flask) -> None:
    """Give templates the parts as `written`, and typed text with its figures isolated as a filter."""
    parts: tuple[Callable[..., Any], ...] = (icon, figure, user_text, count, counted, badge, round_icon, ring)
    parts += (button_link, list_row, described_by, hint_and_errors, optional_mark, bare)
    app.add_template_filter(isolated)
    app.jinja_env.globals |= {"written": {part.__name__: part for part in parts}, "url_for": address}


def _html(written: str) -> Markup:
    """HTML of which every part is a constant of the program or was escaped."""
    return Markup(written)  # nosec B704  # as the sentence above says


def input_tag(**given: object) -> Markup:
    """What the widgets of WTForms write; those format each attribute by itself, which is most of the time that a form
    of many choices takes."""
    return _html(f"<input {attributes_of(given)}>")


def _in_quotes(value: object) -> str:
    """The value of an attribute. Markup may have quotes of its own, as JSON has."""
    return str(escape(value)).replace('"', "&#34;")


def attributes_of(given: Mapping[str, object]) -> str:
    """Attributes in the order of their names; those that are true have no value, and those that are false are left
    out."""
    written = []
    for name, value in sorted(given.items()):
        if value is True:
            written.append(name)
        elif value is not False:
            written.append(f'{name}="{_in_quotes(value)}"')
    return " ".join(written)


def icon(name: str, label: object = None) -> Markup:
    """An icon; without a label it says nothing that does not stand beside it in words."""
    return _icon(name, f'role="img" aria-label="{_in_quotes(label)}"' if label else 'aria-hidden="true"')


@lru_cache(500)
def _icon(name: str, attributes: str) -> Markup:
    of_its_own = f" icon-{name}" if name in STYLED else ""
    return _html(f'<svg class="icon{of_its_own}" {attributes}><use href="{hashed_name("icons.svg")}#{name}"/></svg>')


def figure(text: object) -> Markup:
    """A figure, day, hour, phone or code inside a sentence."""
    return _html(f'<bdi dir="ltr">{escape(text)}</bdi>')


def user_text(text: object, block: bool = False) -> Markup:
    """What somebody typed, in its own direction; figures in it as on paper."""
    words = escape(text) if hasattr(text, "__html__") else isolated(str(text))
    return _html(f'<div class="user-text" dir="auto">{words}</div>' if block else f'<span dir="auto">{words}</span>')


def count(number: object) -> Markup:
    """How many, beside the heading of the list that is counted."""
    return _html(f'<bdi class="count" data-counts="{_in_quotes(number)}" dir="ltr">{escape(number)}</bdi>')


def counted(words: object, number: object, href: object) -> Markup:
    """A figure that opens the list of what it counts; a nought, or one without a list, opens nothing."""
    if not number or not href:
        return escape(words)
    return _html(f'<a href="{_in_quotes(href)}" data-counts="{_in_quotes(number)}">{escape(words)}</a>')


def enumerated(parts: Iterable[object]) -> Markup:
    """Several things in a sentence, as the language lists them: "a, b and c"."""
    return _html(format_list([str(escape(part)) for part in parts], locale=LISTED_AS.get(language(), language())))


def badge(kind: str, icon_name: str, text: object) -> Markup:
    """A state in words; kind: fig, voice, sage, amber, brick, sea, plain."""
    return _html(f'<span class="badge {kind}">{icon(icon_name)}<span>{escape(text)}</span></span>')


def round_icon(name: str, kind: str = "fig") -> Markup:
    """An icon on a disc, before a row."""
    return _html(f'<span class="round-icon {kind}">{icon(name)}</span>')


def ring(initials: object, fraction: float = 1, state: str = "ok", size: str = "") -> Markup:
    """Initials in a ring. `fraction`: what is left of the agreed interval, 0 to 1; `state`: ok, due (dashed amber),
    overdue (dashed brick), none (no interval agreed). The words must stand beside it."""
    around = ""
    if state == "ok" and fraction > 0:
        around = (
            '<circle class="ring-rest" cx="24" cy="24" r="21.5" pathLength="100" transform="rotate(-90 24 24)"'
            f' stroke-dasharray="{round(fraction * 100, 1)} 100"/>'
        )
    elif state in ("due", "overdue"):
        around = '<circle class="ring-dashes" cx="24" cy="24" r="21.5" pathLength="96" stroke-dasharray="4.6 3.4"/>'
    return _html(
        f'<svg class="ring ring-{state}{f" ring-{size}" if size else ""}" viewBox="0 0 48 48" aria-hidden="true">'
        '<circle class="ring-ground" cx="24" cy="24" r="19"/><circle class="ring-track" cx="24" cy="24" r="21.5"/>'
        f'{around}<text x="24" y="29.5" text-anchor="middle">{escape(initials)}</text></svg>'
    )


def button_link(
    label: object, href: object, icon_name: str = "", kind: str = "second", current: bool = False, **attributes: object
) -> Markup:
    """A link that looks like a button; kind: main (one a screen), second, quiet, round (an icon alone; the label is
    read to screen readers)."""
    shown = [f' aria-label="{_in_quotes(label)}"'] if kind == "round" else []
    shown += [' aria-current="true"'] if current else []
    shown += [f' {name}="{_in_quotes(value)}"' for name, value in attributes.items() if value is not None]
    words = "" if kind == "round" else f"<span>{escape(label)}</span>"
    sign = icon(icon_name) if icon_name else ""
    return _html(f'<a class="button button-{kind}" href="{_in_quotes(href)}"{"".join(shown)}>{sign}{words}</a>')


def list_row(
    name: object,
    lines: Iterable[object] = (),
    href: object = None,
    lead: object = None,
    time: object = None,
    end: object = None,
    reader: object = None,
    caller: Callable[[], str] | None = None,
) -> Markup:
    """One row of <ul class="rows">: `lead` is a ring or round_icon, `time` stands before it, `lines` are small texts
    (each through user_text where people typed it), `end` is a badge or one act."""
    written = ['<li class="row">']
    if time:
        written.append(f'<bdi class="row-time" dir="ltr">{escape(time)}</bdi>')
    if lead:
        written.append(escape(lead))
    written.append('<div class="row-words">')
    if href:
        label = f' aria-label="{_in_quotes(reader)}"' if reader else ""
        written.append(f'<a class="row-name" href="{_in_quotes(href)}"{label}><bdi>{escape(name)}</bdi></a>')
    else:
        written.append(f'<span class="row-name"><bdi>{escape(name)}</bdi></span>')
    written += [f'<span class="row-line">{escape(line)}</span>' for line in lines if line]
    if caller:
        written.append(caller())
    written.append("</div>")
    if end:
        written.append(f'<div class="row-end">{escape(end)}</div>')
    elif href:
        written.append(icon("next"))
    return _html("".join([*written, "</li>"]))


def described_by(field: Any, hint: object) -> str:
    """The ids of what is said about a field below it."""
    return " ".join([*([f"{field.id}-hint"] if hint else []), *([f"{field.id}-error"] if field.errors else [])])


def hint_and_errors(field: Any, hint: object) -> Markup:
    """What is said about a field below it."""
    said = f'<p class="hint" id="{escape(field.id)}-hint">{escape(hint)}</p>' if hint else ""
    if field.errors:
        faults = " ".join(str(escape(message)) for message in field.errors)
        said += (
            f'\n<p class="field-error" id="{escape(field.id)}-error">{icon("circle-alert")}<span>{faults}</span></p>'
        )
    return _html(said)


def optional_mark(field: Any, optional: bool | None) -> Markup:
    """That a field may be left empty; where the page does not say so, as its checks tell."""
    is_shown = not field.flags.required if optional is None else optional
    words = escape(_("optional")) if is_shown else ""
    return _html(f' <span class="optional">{words}</span>' if words else "")


def bare(field: Any, hint: object, attributes: dict[str, Any]) -> Any:
    """What one types or chooses in, tied to what is said about it."""
    about = {"aria-describedby": described_by(field, hint) or False, "aria-invalid": "true" if field.errors else False}
    return field(**{**about, **attributes})
