"""The bundled faces, copied once, and one clean case file."""

from __future__ import annotations

from pathlib import Path

import pytest

from incidents.pdf.fonts import copy_fonts
from tests.unit.pdf import samples


@pytest.fixture(scope="session")
def fonts_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("fonts")
    copy_fonts(samples.ROOT / "frontend" / "node_modules", folder)
    return folder


@pytest.fixture(scope="session")
def clean_pdf(fonts_dir: Path) -> bytes:
    return samples.render(samples.rich_source(), fonts_dir)
