"""Whatever an edition can be refused for is said in words."""

import re
from pathlib import Path

from motcua.reform import rules
from motcua.reform.editions import exchange
from motcua.reform.editions.presentation import PROBLEMS


def test_every_problem_and_refusal_has_its_words() -> None:
    folder = Path(rules.__file__).parent
    sources = [
        *(folder / name for name in ("edition.py", "publication.py", "sheet.py")),
        *(folder / "scoring").glob("*.py"),
        Path(exchange.__file__),
    ]
    text = "".join(path.read_text(encoding="utf-8") for path in sources)
    codes = set(re.findall(r'(?:Problem|EditionRefused)\(\s*"(\w+)"', text))
    codes |= {f"rule_{code}" for code in re.findall(r'RuleRefused\("(\w+)"', text)}
    document = (folder / "document.py").read_text(encoding="utf-8")
    codes |= set(re.findall(r'yield "(\w+)", ', document))
    assert len(codes) > 50
    assert codes - set(PROBLEMS) == set()
