from motcua.onestop.office.tests.conftest import as_user, at_office_time, province

__all__ = ["as_user", "at_office_time", "province"]
