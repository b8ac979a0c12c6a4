"""URLs."""

app_name = "desk"
urlpatterns: list[object] = []
