"""Addresses that outside systems call, under ``/tich-hop/``."""

from django.urls import path

from motcua.integrations.postal_carrier.views import carrier_event
from motcua.integrations.sms_gateway.views import sms_report

app_name = "integrations"
urlpatterns = [
    path("buu-chinh/", carrier_event, name="carrier_event"),
    path("sms/", sms_report, name="sms_report"),
]
