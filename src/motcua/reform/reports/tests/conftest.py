from motcua.reform.plan.tests.conftest import as_user, plan, province, today

__all__ = ["as_user", "plan", "province", "today"]
