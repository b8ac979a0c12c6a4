"""The domain's states and kinds, as stored."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class TipState(models.TextChoices):
    """`received → triaged → in_case | set_aside → expired`."""

    RECEIVED = "received", _("Received")
    TRIAGED = "triaged", _("Triaged")
    IN_CASE = "in_case", _("In an incident")
    SET_ASIDE = "set_aside", _("Set aside")
    EXPIRED = "expired", _("Expired")


class Analysis(models.TextChoices):
    """Whether the worker has read a tip: `owed` until it has, `failed` when it could not."""

    OWED = "owed", _("Not analysed yet")
    DONE = "done", _("Analysed")
    FAILED = "failed", _("Could not be analysed")


class Lane(models.TextChoices):
    """How soon a tip wants a reader; in the clear, so that clocks work without opening anything."""

    URGENT = "urgent", _("Urgent")
    NORMAL = "normal", _("New")
    NOISE = "noise", _("Noise")


class SealedBy(models.TextChoices):
    """Where a tip or message was sealed."""

    BROWSER = "browser", _("Sealed in the browser")
    ARRIVAL = "arrival", _("Sealed on arrival")


class Direction(models.IntegerChoices):
    """Which way a message goes."""

    TO_DESK = 1, _("To the desk")
    TO_SUBMITTER = 2, _("To the submitter")


class IncidentState(models.TextChoices):
    """`open → watching → closed`; reopening is possible."""

    OPEN = "open", _("Open")
    WATCHING = "watching", _("Watching")
    CLOSED = "closed", _("Closed")


class CaseFileState(models.TextChoices):
    """`draft → rendering → awaiting_approval → approved | returned`."""

    DRAFT = "draft", _("Draft")
    RENDERING = "rendering", _("Being rendered")
    AWAITING_APPROVAL = "awaiting_approval", _("Awaiting approval")
    APPROVED = "approved", _("Approved")
    RETURNED = "returned", _("Returned")


class RenderFailure(models.TextChoices):
    """Why a revision was not rendered; constant words, never content."""

    NONE = "", ""
    LEAK = "leak", _("A redacted value was found in the finished PDF")
    SIGNATURE = "signature", _("The author's signature does not hold")
    SOURCE = "source", _("The source cannot be read")
    RENDERER = "renderer", _("The renderer failed")


class ReleaseState(models.TextChoices):
    """`pending → active → expired | recalled`; pending until the worker has countersigned, refused when it may not."""

    PENDING = "pending", _("Waiting for the worker's signature")
    ACTIVE = "active", _("Active")
    REFUSED = "refused", _("Refused by the worker")
    EXPIRED = "expired", _("Expired")
    RECALLED = "recalled", _("Recalled")


class Tlp(models.TextChoices):
    """Traffic Light Protocol 2.0 labels (FIRST, 2022); never translated."""

    RED = "TLP:RED", "TLP:RED"
    AMBER_STRICT = "TLP:AMBER+STRICT", "TLP:AMBER+STRICT"
    AMBER = "TLP:AMBER", "TLP:AMBER"
    GREEN = "TLP:GREEN", "TLP:GREEN"
    CLEAR = "TLP:CLEAR", "TLP:CLEAR"


class KindOfTip(models.TextChoices):
    """What the submitter said it was: the pictograms of the form."""

    TALK = "talk", _("Threat or attack")
    CANDLE = "candle", _("A death or a missing person")
    PEOPLE = "people", _("Strange or armed people")
    TREE = "tree", _("Cutting of trees")
    FIRE = "fire", _("Burning")
    AIR = "air", _("Airstrip or small plane")
    BOAT = "boat", _("Dredge or mining")
    DOTS = "dots", _("Something else")


class When(models.TextChoices):
    """When it happened, as the submitter said."""

    TODAY = "today", _("Today")
    WEEK = "week", _("This week")
    LONGER = "longer", _("Longer ago")
