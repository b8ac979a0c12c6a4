"""What production hashes passwords with; the fast tests use something cheap."""

from __future__ import annotations

from django.contrib.auth.hashers import Argon2PasswordHasher, get_hashers_by_algorithm
from django.utils.module_loading import import_string

from portal.settings import base


def test_production_hashes_by_argon2id_alone() -> None:
    assert base.PASSWORD_HASHERS == ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    hasher = import_string(base.PASSWORD_HASHERS[0])()
    assert isinstance(hasher, Argon2PasswordHasher)
    assert hasher.encode("una canoa", "0123456789abcdef").startswith("argon2$argon2id$v=19$m=102400,t=2,p=8$")
    assert "argon2" not in get_hashers_by_algorithm()


def test_production_asks_for_twelve_characters_and_refuses_common_ones() -> None:
    assert {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    } in base.AUTH_PASSWORD_VALIDATORS
    assert {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"} in base.AUTH_PASSWORD_VALIDATORS
