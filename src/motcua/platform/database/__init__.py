"""Django's PostgreSQL backend with two settings of ours; ``DATABASES`` names it as its engine."""
