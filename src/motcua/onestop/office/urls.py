"""Addresses of the office."""

from django.urls import path

from motcua.onestop.office.views import actions, dossier, drafting, files, search, worklist

app_name = "office"
urlpatterns = [
    path("", worklist.show_worklist, name="worklist"),
    path("viec/", worklist.act_on_many, name="act_on_many"),
    path("ho-so/", search.search, name="search"),
    path("ho-so/<uuid:uuid>/", dossier.show_dossier, name="dossier"),
    path("ho-so/<uuid:uuid>/tien-do/", dossier.show_progress, name="progress"),
    path("ho-so/<uuid:uuid>/tiep-nhan/", actions.receive_submission, name="receive"),
    path("ho-so/<uuid:uuid>/du-thao/", drafting.draft, name="draft"),
    path("ho-so/<uuid:uuid>/du-thao/xem/", drafting.preview_draft, name="preview_draft"),
    path("ho-so/<uuid:uuid>/phieu-kiem-soat/", dossier.control_slip, name="control_slip"),
    path("ho-so/<uuid:uuid>/quy-trinh/", dossier.show_process, name="process"),
    path("ho-so/<uuid:uuid>/trao-doi/", dossier.comment, name="comment"),
    path("ho-so/<uuid:uuid>/tep/<uuid:file_uuid>/", files.show_file, name="file"),
    path("ho-so/<uuid:uuid>/van-ban/<uuid:document_uuid>/", files.show_document, name="document"),
    path("ho-so/<uuid:uuid>/buoc/<uuid:item_uuid>/", dossier.finish_step, name="finish_step"),
    path("ho-so/<uuid:uuid>/buoc/<uuid:item_uuid>/nhan/", dossier.take_step, name="take_step"),
    path("ho-so/<uuid:uuid>/buoc/<uuid:item_uuid>/giao/", dossier.hand_step_over, name="hand_step_over"),
    path("ho-so/<uuid:uuid>/buoc/<uuid:item_uuid>/tra-lai/", dossier.send_back, name="send_back"),
    path("ho-so/<uuid:uuid>/<slug:slug>/", actions.act, name="act"),
]
