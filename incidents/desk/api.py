"""The desk's typed API."""

from ninja import NinjaAPI

api = NinjaAPI(title="Vigía desk", version="1", urls_namespace="desk-api", docs_url=None, openapi_url=None)
