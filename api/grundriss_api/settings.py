# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Settings of the server, read from `GRUNDRISS_*` in the environment."""

from typing import Annotated, Final

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from grundriss.errors import UsageError
from grundriss.sparql.limits import Limits, listed, variable

LOOPBACK_HOSTS: Final = ("127.0.0.1", "localhost", "[::1]")


class Settings(BaseSettings):
    """Every limit has a name here, and the error that it causes says the name."""

    model_config = SettingsConfigDict(env_prefix="GRUNDRISS_", frozen=True, extra="ignore")

    query_timeout: float = Field(
        default=10.0, gt=0, description="seconds that a query and its answer may take"
    )
    query_memory_mb: int = Field(default=2048, ge=512, description="address space of a query's process, MiB")
    max_query_bytes: int = Field(
        default=Limits().max_query_bytes, ge=1, description="length of a query in UTF-8"
    )
    max_query_tokens: int = Field(default=Limits().max_query_tokens, ge=1, description="tokens in a query")
    max_query_nesting: int = Field(
        default=Limits().max_query_nesting, ge=1, description="brackets open at once in a query"
    )
    max_concurrent_queries: int = Field(default=4, ge=1, description="queries that run at once")
    queue_length: int = Field(default=16, ge=0, description="queries that wait for one of them to end")
    max_merged_triples: int = Field(
        default=500_000, ge=0, description="triples in several default graphs that a query wants merged"
    )
    html_rows: int = Field(default=1000, ge=1, description="rows of a result shown as a web page")
    allowed_services: Annotated[tuple[str, ...], NoDecode] = Field(
        default=(), description="IRIs that SERVICE may name, separated by commas"
    )
    allowed_hosts: Annotated[tuple[str, ...], NoDecode] = Field(
        default=(), description="names beside the loopback ones by which the server may be addressed"
    )

    @field_validator("allowed_services", "allowed_hosts", mode="before")
    @classmethod
    def _separated_by_commas(cls, value: object) -> object:
        return listed(value) if isinstance(value, str) else value

    @property
    def limits(self) -> Limits:
        """What the text of a query may be."""
        return Limits(
            self.max_query_bytes, self.max_query_tokens, self.max_query_nesting, self.allowed_services
        )

    @property
    def hosts(self) -> frozenset[str]:
        """Every name that a Host header may have, without port."""
        return frozenset(name.lower() for name in (*LOOPBACK_HOSTS, *self.allowed_hosts))


def configured() -> Settings:
    """The settings of the environment. Raises UsageError, naming the variable, for a value that one cannot have."""
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        field = str(first["loc"][0])
        default = Settings.model_fields[field].default
        value = str(first["input"])[:80]
        raise UsageError("setting-value", setting=name_of(field), value=value, default=default) from error


def name_of(field: str) -> str:
    """The environment variable of a setting, as errors name it.

    >>> name_of("query_timeout")
    'GRUNDRISS_QUERY_TIMEOUT'
    """
    if field not in Settings.model_fields:
        raise KeyError(field)
    return variable(field)
