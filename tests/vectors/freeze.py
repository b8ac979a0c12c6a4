"""Seal anew what the vectors need and no API can seal with fixed randomness: HPKE wraps.

`python -m tests.vectors.freeze` replaces the files in `frozen/`; afterwards the vectors must be made again. It is run
only when the format changes.
"""

from sealing.kinds import Kind
from sealing.types import ContentKey
from sealing.wraps import _wrap, wrap_seal
from tests.vectors.material import FROZEN, Pair, fixed, ref


def main() -> None:
    epoch, other = Pair("epoch one"), Pair("epoch two")
    ck = ContentKey(fixed("ck wrap"))
    wraps = {
        "wrap_tip": wrap_seal(ck=ck, recipient=epoch.seal_key, kind=Kind.TIP, ref=ref("wrap")),
        "wrap_tip_other": wrap_seal(ck=ck, recipient=other.seal_key, kind=Kind.TIP, ref=ref("wrap")),
        "wrap_reply": wrap_seal(ck=ck, recipient=epoch.seal_key, kind=Kind.REPLY, ref=ref("wrap")),
        "wrap_seed": _wrap(secret=epoch.seal_seed, recipient=other.seal_key, kind=Kind.EPOCH_SEED, ref=epoch.id),
    }
    FROZEN.mkdir(exist_ok=True)
    for name, wrap in wraps.items():
        (FROZEN / f"{name}.hex").write_text(wrap.hex() + "\n", "ascii")


if __name__ == "__main__":
    main()
