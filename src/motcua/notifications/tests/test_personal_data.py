from motcua.platform.privacy.registry import find_stale, find_unannotated


def test_every_stored_field_says_what_it_means_for_privacy():
    assert find_unannotated(app_labels=["notifications"]) == []
    assert find_stale(app_labels=["notifications"]) == []
