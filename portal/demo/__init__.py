"""The demo desk: under the embedded settings and on loopback only (system checks vigia.E002 and vigia.E010)."""
