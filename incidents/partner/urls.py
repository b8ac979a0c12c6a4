"""URLs."""

app_name = "partner"
urlpatterns: list[object] = []
