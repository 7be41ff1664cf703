"""Addresses of this part."""

from django.urls import path

from motcua.reform.initiatives.views import councils, drafting, figures, one

app_name = "initiatives"

urlpatterns = [
    path("", one.show_list, name="list"),
    path("moi/", drafting.begin, name="begin"),
    path("chi-tieu/", figures.show_progress, name="progress"),
    path("chi-tieu/dat/", figures.set_target, name="set_target"),
    path("quy-tac/", figures.show_rules, name="rules"),
    path("hoi-dong/", councils.show_list, name="councils"),
    path("hoi-dong/moi/", councils.set_up, name="set_up"),
    path("hoi-dong/<uuid:uuid>/", councils.show_council, name="council"),
    path("hoi-dong/<uuid:uuid>/dua-ra/", councils.put_before, name="put_before"),
    path("hoi-dong/<uuid:uuid>/quyet-dinh/", councils.draft_decision, name="draft_decision"),
    path("phieu/<uuid:uuid>/", councils.score, name="score"),
    path("phieu/<uuid:uuid>/dong/", councils.close, name="close"),
    path("tep/<uuid:uuid>/", drafting.show_annex, name="annex"),
    path("tep/<uuid:uuid>/bo/", drafting.remove_annex, name="remove_annex"),
    path("<uuid:uuid>/", one.show_initiative, name="initiative"),
    path("<uuid:uuid>/sua/", drafting.change, name="change"),
    path("<uuid:uuid>/tep/", drafting.add_annex, name="add_annex"),
    path("<uuid:uuid>/nop/", drafting.submit, name="submit"),
    path("<uuid:uuid>/rut/", drafting.withdraw, name="withdraw"),
    path("<uuid:uuid>/chap-nhan/", one.accept, name="accept"),
    path("<uuid:uuid>/tra-lai/", one.send_back, name="send_back"),
    path("<uuid:uuid>/nhan-rong/", one.record_replication, name="replicate"),
    path("<uuid:uuid>/toan-quoc/", one.record_national, name="national"),
]
