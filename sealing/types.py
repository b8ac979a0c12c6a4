"""Names for secrets and sealed bytes, so that a type checker sees when one is taken for another."""

from typing import NewType

SealedBytes = NewType("SealedBytes", bytes)
"""An envelope or a wrap: may be stored and sent in the clear."""

ContentKey = NewType("ContentKey", bytes)
"""32 bytes that open one envelope, or a parent's and its files'. Unwrapped ones open and never seal."""

FreshKey = NewType("FreshKey", ContentKey)
"""A content key drawn in this process: only such a one may seal. Made by `envelopes.content_key_draw` alone."""

Seed = NewType("Seed", bytes)
"""32 bytes: an X-Wing private key."""

SignSeed = NewType("SignSeed", bytes)
"""32 bytes: an Ed25519 private key (RFC 8032 seed)."""

EpochSeed = NewType("EpochSeed", Seed)
"""An X-Wing seed whose public key was found to be the directory's for its epoch."""

IndexKey = NewType("IndexKey", bytes)
"""32 bytes that open the index rows' wraps of one epoch."""

SketchKey = NewType("SketchKey", bytes)
"""32 bytes that seal what triage keeps to find like tips; dies with its epoch."""

Receipt = NewType("Receipt", str)
"""Ten words, shown once."""

Entropy = NewType("Entropy", bytes)
"""The 13 bytes that a receipt's words stand for."""

AnswerKey = NewType("AnswerKey", bytes)
"""32 bytes that submitter and desk share to know each other's messages."""
