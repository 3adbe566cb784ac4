"""Pages as a scanner sees them: the pages of `ofd.typeset` drawn, askew, with noise, in pictures and in a PDF of pictures."""

from __future__ import annotations

import io
import random
from pathlib import Path
from typing import TYPE_CHECKING

from tests.support import ofd
from tests.support.formats import Block

if TYPE_CHECKING:
    from PIL.Image import Image

FONTS = tuple(path for path in map(Path, ("/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc",)) if path.exists())


def drawn(page: ofd.SetPage, dpi: int = 200, askew: float = 0.0, noise: float = 0.0, seed: int = 1) -> Image:
    """A page in grey: turned by so many degrees, with noise of so many levels of grey and some dust."""
    from PIL import Image as images
    from PIL import ImageDraw, ImageFilter, ImageFont

    scale = dpi / 25.4
    picture = images.new("L", (round(210 * scale), round(297 * scale)), 250)
    draw = ImageDraw.Draw(picture)
    fonts = {size: ImageFont.truetype(FONTS[0], round(size * scale)) for _, _, _, size in [ofd.HEAD, *page.texts]}
    for text, left, base, size in [ofd.HEAD, *page.texts]:
        x = left
        for char in text:
            draw.text((x * scale, base * scale), char, font=fonts[size], fill=20, anchor="ls")
            x += ofd.wide(char) * size
    for x0, y0, x1, y1 in page.rules:
        draw.line((x0 * scale, y0 * scale, x1 * scale, y1 * scale), fill=30, width=max(1, round(0.25 * scale)))
    if askew:
        picture = picture.rotate(askew, resample=images.Resampling.BICUBIC, fillcolor=250)
    if noise:
        chance = random.Random(seed)
        picture = picture.filter(ImageFilter.GaussianBlur(0.7))
        grain = images.effect_noise(picture.size, noise)
        picture = images.blend(picture, grain, 0.15)
        dust = ImageDraw.Draw(picture)
        for _ in range(150):
            x, y = chance.randrange(picture.width), chance.randrange(picture.height)
            dust.ellipse((x, y, x + 2, y + 2), fill=90)
    return picture


def as_scan(blocks: list[Block], askew: float = 0.0, noise: float = 0.0, pages: int | None = None) -> bytes:
    """A PDF whose pages are pictures."""
    from PIL import Image as images

    pictures = [drawn(page, 200, askew, noise, n) for n, page in enumerate(ofd.typeset(blocks)[:pages])]
    file = io.BytesIO()
    assert isinstance(pictures[0], images.Image)
    pictures[0].save(file, "PDF", save_all=True, append_images=pictures[1:], resolution=200)
    return file.getvalue()
