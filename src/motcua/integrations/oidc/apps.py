from django.apps import AppConfig


class OidcConfig(AppConfig):
    name = "motcua.integrations.oidc"
    label = "oidc"
