"""Addresses of the public page. They are linked and quoted, so they never change."""

from django.urls import path

from motcua.reform.results import public_former, public_views

urlpatterns = [
    path("chi-so-cai-cach/", public_views.show_newest, name="reform_index"),
    path("chi-so-cai-cach/<int:year>/", public_views.show_year, name="reform_index_year"),
    path(
        "chi-so-cai-cach/<int:year>/ban/<int:number>/", public_former.show_former, name="reform_index_former"
    ),
    path(
        "chi-so-cai-cach/<int:year>/ban/<int:number>/tai-ve/<str:name>",
        public_former.download_former,
        name="reform_index_former_download",
    ),
    path("chi-so-cai-cach/<int:year>/<str:code>/", public_views.show_agency, name="reform_index_agency"),
    path("chi-so-cai-cach/<int:year>/tai-ve/<str:name>", public_views.download, name="reform_index_download"),
]
