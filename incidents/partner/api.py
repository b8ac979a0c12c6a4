"""The partner's typed API."""

from ninja import NinjaAPI

api = NinjaAPI(title="Vigía partner", version="1", urls_namespace="partner-api", docs_url=None, openapi_url=None)
