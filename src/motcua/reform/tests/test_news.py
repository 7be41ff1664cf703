from pathlib import Path

import motcua.reform

ROOM = Path(motcua.reform.__file__).parent


def test_news_of_the_room_are_sent_from_one_place():
    senders = {
        path.relative_to(ROOM).as_posix()
        for path in ROOM.rglob("*.py")
        if "tests" not in path.parts and '"reform_news"' in path.read_text(encoding="utf-8")
    }
    assert senders == {"news.py"}
