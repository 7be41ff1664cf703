"""Static files are collected again exactly when a source changed."""

import pytest

from motcua.config.static_files import collect_static


@pytest.fixture
def source(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    settings.STATIC_ROOT = tmp_path / "static"
    folder = tmp_path / "source"
    folder.mkdir()
    (folder / "a.css").write_text("body {}")
    settings.STATICFILES_DIRS = [folder]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    return folder


def test_unchanged_files_are_collected_once(source):
    assert [collect_static(), collect_static()] == [True, False]


def test_a_changed_or_added_file_is_collected(source, settings):
    collect_static()
    (source / "a.css").write_text("body { margin: 0 }")
    assert collect_static()
    (source / "b.css").write_text("p {}")
    assert collect_static()
    assert (settings.STATIC_ROOT / "b.css").is_file()


def test_a_lost_folder_is_collected_again(source, settings):
    collect_static()
    settings.STATIC_ROOT.rename(settings.DATA_DIR / "gone")
    assert collect_static()
