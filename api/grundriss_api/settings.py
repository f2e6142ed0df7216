# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Settings of the server, read from `GRUNDRISS_*` in the environment."""

from typing import Annotated, Final

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from grundriss.errors import UsageError

LOOPBACK_HOSTS: Final = ("127.0.0.1", "localhost", "[::1]")

# 1,980 elements of a path sequence, 2,270 of `||`, 3,000 triple patterns or 20,000 projections overflow the stack of
# an engine; written as short as possible they need 3,965, 4,547, 6,010 and 20,006 tokens.
DEFAULT_MAX_TOKENS: Final = 3_900


class Settings(BaseSettings):
    """Every limit has a name here, and the error that it causes says the name."""

    model_config = SettingsConfigDict(env_prefix="GRUNDRISS_", frozen=True, extra="ignore")

    query_timeout: float = Field(
        default=10.0, gt=0, description="seconds that a query and its answer may take"
    )
    query_memory_mb: int = Field(default=2048, ge=512, description="address space of a query's process, MiB")
    max_query_bytes: int = Field(default=65_536, ge=1, description="length of a query in UTF-8")
    max_query_tokens: int = Field(default=DEFAULT_MAX_TOKENS, ge=1, description="tokens in a query")
    max_query_nesting: int = Field(default=100, ge=1, description="brackets open at once in a query")
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
        if isinstance(value, str):
            return tuple(part.strip() for part in value.split(",") if part.strip())
        return value

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
    return f"GRUNDRISS_{field.upper()}"
