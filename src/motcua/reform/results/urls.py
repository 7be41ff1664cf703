"""Addresses of this part."""

from django.urls import path

from motcua.reform.results import views

app_name = "results"

urlpatterns = [
    path("", views.show_newest, name="newest"),
    path("<int:year>/", views.show_season, name="season"),
    path("<int:year>/bao-cao/", views.report, name="report"),
    path("<int:year>/co-quan/<str:code>/", views.show_agency, name="agency"),
    path("<int:year>/tinh/<str:kind>/", views.ask, name="ask"),
    path("<int:year>/tai-ve/<str:name>", views.download, name="download"),
]
