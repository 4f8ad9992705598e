"""What a document says once, for all its facts: the import's name, how dates and names are read, defaults."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationError

from regesta.events.importing.places import Problems, shown
from regesta.events.importing.restricting import RestrictionWords
from regesta.events.values import Slug, Value


class Header(Value):
    """The head of a document; every field may be left out."""

    name: Annotated[
        Slug | None,
        Field(alias="import", description="the name of the import, under which its facts are known again"),
    ] = None
    hemisphere: Annotated[
        Literal["north", "south"] | None, Field(description="whose seasons are meant; else the dossier's")
    ] = None
    date_order: Annotated[
        Literal["dmy", "mdy", "ymd"] | None, Field(description="the order of numeric dates such as 03/04/2019")
    ] = None
    agents: Annotated[
        Literal["match", "create"],
        Field(description="match: every agent that is named must be known; create: a name that is not is a new agent"),
    ] = "match"
    agent_type: Annotated[
        Literal["person", "organization", "office", "group"],
        Field(description="with agents: create, what a new agent is"),
    ] = "person"
    restriction: Annotated[
        RestrictionWords | None,
        Field(
            description="who may see what comes with this import, from its first moment: internal, withhold CODE, or"
            " embargo until WHEN, as `regesta restrict` says it"
        ),
    ] = None
    defaults: Annotated[
        dict[str, Any],
        Field(default_factory=dict, description="fields for every fact that has them and does not say otherwise"),
    ]

    @classmethod
    def names(cls) -> tuple[str, ...]:
        """Its keys in a document."""
        return tuple(field.alias or name for name, field in cls.model_fields.items())


def header(found: Mapping[str, tuple[Any, int]], name: str, problems: Problems) -> Header:
    """The head of a document from its values and their lines; what is wrong becomes problems, the rest is taken."""
    plain = {key: value for key, (value, _) in found.items() if value is not None}
    try:
        return Header.model_validate(plain)
    except ValidationError as refused:
        for error in sorted(
            refused.errors(include_url=False), key=lambda one: found.get(str(one["loc"][0]), ("", 0))[1]
        ):
            key = str(error["loc"][0])
            place = f'{name}:{found[key][1]}, "{key}"' if key in found else f"{name}:1"
            problems.add(place, *_sentence(error["type"], error["input"], error.get("ctx", {})))
        wrong = {str(error["loc"][0]) for error in refused.errors()}
        return Header.model_validate({key: value for key, value in plain.items() if key not in wrong})


def _sentence(kind: str, value: object, context: dict[str, Any]) -> tuple[str, str]:
    match kind:
        case "extra_forbidden":
            return "is no key of a document;", f"those are {', '.join(Header.names())} and facts."
        case "literal_error":
            return f"{shown(value)} is not one of its values;", f"give {context['expected']}."
        case "value_error":
            return f"{context['error']}.", ""
        case "dict_type":
            return f"{shown(value)} stands where fields and their values are needed;", "write field: value."
        case _:
            return f"{shown(value)} is not read;", "see docs/import.md."
