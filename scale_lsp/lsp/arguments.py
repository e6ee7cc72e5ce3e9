"""What our commands are given: one JSON object each."""

from __future__ import annotations

from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic.alias_generators import to_camel
from pygls.exceptions import JsonRpcInvalidParams


class Argument(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", alias_generator=to_camel)


class Place(Argument):
    """A position of the protocol."""

    line: Annotated[int, Field(ge=0)]
    character: Annotated[int, Field(ge=0)] = 0


T = TypeVar("T", bound=Argument)


def valid(argument: type[T], said: dict[str, Any]) -> T:
    """Raises JsonRpcInvalidParams."""
    try:
        return argument.model_validate(said)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        raise JsonRpcInvalidParams(f"{'.'.join(map(str, first['loc']))}: {first['msg']}") from None
