"""The sealed format, version 1 (docs/sealing-format.md): keys and bytes in, bytes out.

Plain Python without Django; the only package of the portal that imports nacl and cryptography.
Everything that needs a private key or a content key is in `sealing.opening`: an import rule says who may open.
"""
