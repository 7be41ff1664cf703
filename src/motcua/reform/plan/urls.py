"""Addresses of this part."""

from django.urls import path

from motcua.reform.plan.views import boards, drafting, imports, plans, tasks

app_name = "plan"

urlpatterns = [
    path("", boards.show_board, name="board"),
    path("nhiem-vu/", boards.show_tasks, name="tasks"),
    path("cua-toi/", boards.show_mine, name="mine"),
    path("cho-xac-nhan/", boards.show_to_confirm, name="to_confirm"),
    path("toan-tinh/", boards.show_province, name="province"),
    path("giao-viec/", tasks.give_direction, name="direct"),
    path("tinh-giao/", tasks.assign, name="assign"),
    path("nhiem-vu/<uuid:uuid>/", tasks.show_task, name="task"),
    path("nhiem-vu/<uuid:uuid>/sua/", drafting.change_task, name="change_task"),
    path("nhiem-vu/<uuid:uuid>/bo/", drafting.remove_task, name="remove_task"),
    path("nhiem-vu/<uuid:uuid>/minh-chung/<uuid:piece>/", tasks.download, name="evidence"),
    path("nhiem-vu/<uuid:uuid>/<slug:act>/", tasks.act_on, name="act"),
    path("moi/", plans.begin, name="new"),
    path("<uuid:uuid>/", plans.show_plan, name="plan"),
    path("<uuid:uuid>/sua/", plans.change, name="change"),
    path("<uuid:uuid>/them/", drafting.add_task, name="add_task"),
    path("<uuid:uuid>/nhap/", imports.import_tasks, name="import"),
    path("<uuid:uuid>/trinh-ky/", plans.submit, name="submit"),
    path("<uuid:uuid>/da-ban-hanh/", plans.note_issued, name="issued_outside"),
    path("<uuid:uuid>/xac-nhan-ngay/", plans.confirm_date, name="confirm_date"),
    path("<uuid:uuid>/ban-ky/", plans.download, name="file"),
    path("<uuid:uuid>/dong/", plans.close, name="close"),
    path("<uuid:uuid>/mo-lai/", plans.reopen, name="reopen"),
]
