"""Addresses for whoever was asked: no account, the code is the key."""

from django.urls import path

from motcua.reform.surveys.views import public

app_name = "survey_answers"

urlpatterns = [
    path("", public.enter_code, name="enter"),
    path("da-gui/", public.show_thanks, name="thanks"),
    path("<str:code>/", public.answer, name="form"),
]
