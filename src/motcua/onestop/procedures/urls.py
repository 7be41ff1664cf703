"""Addresses of the catalogue, in the portal and in the office."""

from django.urls import path

from motcua.onestop.procedures.views import office, public

app_name = "procedures"

urlpatterns = [
    path("thu-tuc/", public.procedure_list, name="list"),
    path("thu-tuc.json", public.list_json, name="list_json"),
    path("thu-tuc/<slug:key>.json", public.detail_json, name="json"),
    path("thu-tuc/<slug:key>/", public.detail, name="detail"),
    path("office/thu-tuc/", office.procedure_list, name="office_list"),
    path("office/thu-tuc/<slug:key>/", office.procedure, name="office_procedure"),
    path("office/thu-tuc/<slug:key>/ban-moi/", office.start, name="office_start"),
    path("office/thu-tuc/<slug:key>/<int:number>/", office.version, name="office_version"),
    path("office/thu-tuc/<slug:key>/<int:number>/sua/", office.edit, name="office_edit"),
    path("office/thu-tuc/<slug:key>/<int:number>/ban-hanh/", office.publish, name="office_publish"),
    path("office/thu-tuc/<slug:key>/<int:number>/bo/", office.discard, name="office_discard"),
    path("office/thu-tuc/<slug:key>/<int:number>/xac-nhan/", office.confirm, name="office_confirm"),
]
