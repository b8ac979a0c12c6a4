"""The four ways in which sealed bytes can fail; the same names exist in the TypeScript half."""


class SealingError(Exception):
    """Base of all failures of the sealed format. Its text is constant and never holds input."""


class Damaged(SealingError):
    """The bytes are not what their sealer or signer wrote: encoding, length, tag, commitment or signature is wrong."""


class NotForThisKey(SealingError):
    """The key id that stands beside the wrap is not the id of this key. Nothing was tried."""


class UnknownVersion(SealingError):
    """A version that this code does not know; a newer program may."""


class Refused(SealingError):
    """Well-formed and perhaps genuine, but a rule forbids it: role, serial, date, cost floor, wrong use."""
