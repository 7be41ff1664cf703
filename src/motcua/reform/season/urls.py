"""Addresses of the yearly round."""

from django.urls import path

from motcua.reform.season.views import appraisal, assessment, corrections, council, evidence, rounds

app_name = "season"

urlpatterns = [
    path("", rounds.show_list, name="list"),
    path("moi/", rounds.start, name="new"),
    path("<int:year>/", rounds.show_season, name="season"),
    path("<int:year>/tinh/", rounds.compute, name="compute"),
    path("<int:year>/chot/", rounds.freeze_figures, name="freeze"),
    path("<int:year>/tiep/", rounds.go_on, name="advance"),
    path("<int:year>/mo-lai/", rounds.go_back, name="reopen"),
    path("<int:year>/han/<slug:step>/", rounds.change_date, name="date"),
    path("<int:year>/chenh-lech/", rounds.show_deviations, name="deviations"),
    path("<int:year>/bang-diem/", rounds.export_scores, name="scores"),
    path("<int:year>/bo-chi-so/", rounds.change_edition, name="switch"),
    path("<int:year>/tham-dinh/", appraisal.show_work, name="appraisal"),
    path("<int:year>/phan-cong/", appraisal.name_people, name="appraisers"),
    path("<int:year>/kien-nghi/", appraisal.show_appeals, name="appeals"),
    path("<int:year>/hoi-dong/", council.show_council, name="council"),
    path("<int:year>/hoi-dong/thanh-phan/", council.set_members, name="council_members"),
    path("<int:year>/hoi-dong/bien-ban/", council.write_minutes, name="minutes"),
    path("noi-dung/<uuid:uuid>/bieu-quyet/", council.vote, name="vote"),
    path("noi-dung/<uuid:uuid>/chu-tich/", council.decide, name="decide"),
    path("kien-nghi/<uuid:uuid>/tra-loi/", appraisal.answer, name="answer"),
    path("phieu/<uuid:uuid>/", assessment.show_card, name="card"),
    path("phieu/<uuid:uuid>/lay-diem-may/", assessment.adopt, name="adopt"),
    path("phieu/<uuid:uuid>/giao/", assessment.assign_units, name="assign"),
    path("phieu/<uuid:uuid>/ky/", assessment.sign, name="sign"),
    path("phieu/<uuid:uuid>/tra-lai/", assessment.give_back_card, name="give_back"),
    path("phieu/<uuid:uuid>/diem-thuong-phat/", appraisal.change_extra, name="extra"),
    path("phieu/<uuid:uuid>/dong-y/<str:area>/", appraisal.agree, name="agree"),
    path("phieu/<uuid:uuid>/<str:code>/", assessment.show_criterion, name="criterion"),
    path("phieu/<uuid:uuid>/<str:code>/cham/", assessment.draft, name="draft"),
    path("phieu/<uuid:uuid>/<str:code>/tham-dinh/", appraisal.judge, name="judge"),
    path("phieu/<uuid:uuid>/<str:code>/ton-tai/", corrections.take_up, name="correction"),
    path("phieu/<uuid:uuid>/<str:code>/kien-nghi/", appraisal.appeal, name="appeal"),
    path("phieu/<uuid:uuid>/<str:code>/so-lieu/<str:key>/", assessment.show_records, name="records"),
    path("phieu/<uuid:uuid>/<str:code>/minh-chung/", evidence.add, name="add_evidence"),
    path("phieu/<uuid:uuid>/<str:code>/dung-lai/", evidence.reuse, name="reuse_evidence"),
    path("phieu/<uuid:uuid>/<str:code>/bo/<uuid:item>/", evidence.remove, name="remove_evidence"),
    path("minh-chung/", evidence.show_list, name="evidence"),
    path("minh-chung/<uuid:uuid>/", evidence.show_item, name="evidence_item"),
    path("minh-chung/<uuid:uuid>/tep/", evidence.show_file, name="evidence_file"),
]
