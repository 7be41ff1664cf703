"""Addresses of e-forms and drafts."""

from django.urls import path

from motcua.onestop.forms.views import files, office, pages, review, start

app_name = "forms"
urlpatterns = [
    path("thu-tuc/<slug:key>/nop/", start.start, name="start"),
    path("tai-khoan/ban-nhap/", start.show_drafts, name="drafts"),
    path("ho-so/nhap/<uuid:uuid>/", pages.show_tasks, name="tasks"),
    path("ho-so/nhap/<uuid:uuid>/xem-lai/", review.review, name="review"),
    path("ho-so/nhap/<uuid:uuid>/da-nop/", review.receipt, name="receipt"),
    path("ho-so/nhap/<uuid:uuid>/xoa/", start.delete, name="delete"),
    path("ho-so/nhap/<uuid:uuid>/khoi-phuc/", start.restore, name="restore"),
    path("ho-so/nhap/<uuid:uuid>/tep/<uuid:attachment>/", files.download, name="attachment"),
    path("ho-so/nhap/<uuid:uuid>/<slug:page>/", pages.edit_page, name="page"),
    path("office/bieu-mau/", office.list_forms, name="office_list"),
    path("office/bieu-mau/<slug:key>/", office.show_form, name="office_form"),
    path("office/bieu-mau/<slug:key>/sua/", office.edit_form, name="office_edit"),
]
