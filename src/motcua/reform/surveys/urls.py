"""Addresses of this part."""

from django.urls import URLPattern, path

from motcua.reform.surveys.views import interviews, results, rounds, samples

app_name = "surveys"

urlpatterns: list[URLPattern] = [
    path("", rounds.show_list, name="list"),
    path("moi/", rounds.plan, name="plan"),
    path("phieu/", rounds.show_forms, name="forms"),
    path("phieu/<slug:key>/<int:version>/", rounds.show_form, name="form_version"),
    path("phong-van/", interviews.show_list, name="interviews"),
    path("phong-van/may.js", interviews.worker, name="interview_worker"),
    path("phong-van/<uuid:uuid>/", interviews.interview, name="interview"),
    path("phong-van/<uuid:uuid>/tinh-trang.json", interviews.standing, name="interview_standing"),
    path("phong-van/<uuid:uuid>/dong-bo/", interviews.sync, name="interview_sync"),
    path("ket-qua/<uuid:uuid>/", results.show_result, name="result"),
    path("mau/<uuid:uuid>/", samples.show_sample, name="sample"),
    path("mau/<uuid:uuid>/khung/", samples.add_people, name="add_people"),
    path("mau/<uuid:uuid>/khung/bo/", samples.empty_frame, name="empty_frame"),
    path("mau/<uuid:uuid>/ho-so/", samples.add_applicants, name="add_applicants"),
    path("mau/<uuid:uuid>/rut/", samples.draw, name="draw"),
    path("mau/<uuid:uuid>/the/", samples.issue_cards, name="cards"),
    path("mau/<uuid:uuid>/gui/", samples.send, name="send"),
    path("mau/<uuid:uuid>/khong-gap/", samples.note_unreachable, name="unreachable"),
    path("mau/<uuid:uuid>/thu.pdf", samples.letters, name="letters"),
    path("mau/<uuid:uuid>/nghi-van/", samples.show_doubtful, name="doubtful"),
    path("mau/<uuid:uuid>/nghi-van/<uuid:ballot>/", samples.review, name="review"),
    path("<uuid:uuid>/", rounds.show_round, name="round"),
    path("<uuid:uuid>/sua/", rounds.change, name="change"),
    path("<uuid:uuid>/bo/", rounds.call_off, name="call_off"),
    path("<uuid:uuid>/mo/", rounds.open_round, name="open"),
    path("<uuid:uuid>/dong/", rounds.close_round, name="close"),
    path("<uuid:uuid>/mo-lai/", rounds.reopen_round, name="reopen"),
    path("<uuid:uuid>/cong-bo/", rounds.publish_round, name="publish"),
]
