"""Addresses of the reform room: pages of the office, and what everybody may see."""

from django.urls import include, path

urlpatterns = [
    path("office/cchc/bo-chi-so/", include("motcua.reform.editions.urls")),
    path("office/cchc/cham-diem/", include("motcua.reform.season.urls")),
    path("office/cchc/khao-sat/", include("motcua.reform.surveys.urls")),
    path("khao-sat/", include("motcua.reform.surveys.public_urls")),
    path("office/cchc/ke-hoach/", include("motcua.reform.plan.urls")),
    path("office/cchc/kiem-tra/", include("motcua.reform.inspections.urls")),
    path("office/cchc/sang-kien/", include("motcua.reform.initiatives.urls")),
    path("office/cchc/bao-cao/", include("motcua.reform.reports.urls")),
    path("office/cchc/van-ban/", include("motcua.reform.papers.urls")),
    path("", include("motcua.reform.papers.public_urls")),
    path("office/cchc/tham-so/", include("motcua.reform.parameter_pages.urls")),
    path("office/cchc/ket-qua/", include("motcua.reform.results.urls")),
    path("", include("motcua.reform.results.public_urls")),
]
