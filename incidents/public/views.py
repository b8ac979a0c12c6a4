"""Views."""


def error_400(request: object, exception: object = None) -> None:
    """Replaced."""


def error_403(request: object, exception: object = None) -> None:
    """Replaced."""


def error_404(request: object, exception: object = None) -> None:
    """Replaced."""


def error_500(request: object, exception: object = None) -> None:
    """Replaced."""
