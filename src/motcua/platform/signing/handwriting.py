"""A written-looking mark for the demonstration, in place of the scanned signature of a real person.

Decree 30/2020 shows the picture of the handwritten signature, blue on transparent. The people of the
demonstration do not exist, so their hand is drawn from their name: always the same, never anybody's.
"""

import hashlib

_INK = "#1a3e9c"
_HEIGHT = 60


def signature_svg(name: str, *, strokes: int = 7) -> str:
    """A signature-like line as SVG, determined by ``name``."""
    noise = hashlib.sha256(name.encode()).digest()
    path, x = ["M4,42"], 4.0
    for index in range(strokes):
        step = 9 + noise[index] % 12
        rise = 8 + noise[index + 8] % 26
        y = 38 - rise if index % 2 == 0 else 34 + noise[index + 16] % 20
        x += step
        path.append(f"S{x - 7:.0f},{y - 9 + noise[index + 20] % 14:.0f} {x:.0f},{y:.0f}")
    flourish = f"S{x + 26:.0f},{20 + noise[30] % 18} {x + 34:.0f},44 S{x / 2:.0f},52 10,{50 + noise[31] % 6}"
    line = " ".join([*path, flourish])
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {x + 40:.0f} {_HEIGHT}">'
        f'<path d="{line}" fill="none" stroke="{_INK}" stroke-width="1.8" stroke-linecap="round" '
        f'stroke-linejoin="round"/></svg>'
    )
