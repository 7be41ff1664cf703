"""Addresses of the identity room: the citizen's own details and the staff pages."""

from django.urls import path

from motcua.identity.views import account, delegation, event_log, representation, staff

app_name = "identity"
urlpatterns = [
    path("tai-khoan/ho-so-ca-nhan/", account.show_profile, name="profile"),
    path("tai-khoan/ho-so-ca-nhan/so-dinh-danh/", account.reveal_number, name="reveal_number"),
    path("tai-khoan/ho-so-ca-nhan/du-lieu/", account.download_data, name="download_data"),
    path("tai-khoan/ho-so-ca-nhan/dong/", account.close, name="close_account"),
    path("tai-khoan/dai-dien/", representation.show_representations, name="representations"),
    path("tai-khoan/dai-dien/<uuid:uuid>/ket-thuc/", representation.end, name="end_representation"),
    path("tai-khoan/dai-dien/<uuid:uuid>/van-ban/", representation.show_own_document, name="own_document"),
    path("office/nguoi-dai-dien/", representation.list_authorities, name="authorities"),
    path("office/nguoi-dai-dien/<uuid:uuid>/van-ban/", representation.show_document, name="document"),
    path("office/nguoi-dai-dien/<uuid:uuid>/", representation.decide, name="decide_authority"),
    path("office/nhan-su/", staff.list_staff, name="staff"),
    path("office/nhan-su/them/", staff.add_member, name="add_staff"),
    path("office/nhan-su/<uuid:uuid>/", staff.show_member, name="staff_member"),
    path("office/nhan-su/<uuid:uuid>/mo-lai/", staff.open_again, name="open_again"),
    path("office/nhan-su/<uuid:uuid>/bo-nhiem/", staff.add_office, name="add_office"),
    path("office/nhan-su/chuc-vu/<int:office_id>/vai-tro/", staff.change_role, name="change_role"),
    path("office/nhan-su/chuc-vu/<int:office_id>/ket-thuc/", staff.end_office, name="end_office"),
    path("office/nhat-ky/", event_log.list_events, name="event_log"),
    path("office/uy-quyen/", delegation.list_delegations, name="delegations"),
    path("office/uy-quyen/them/", delegation.add_delegation, name="add_delegation"),
    path("office/uy-quyen/<uuid:uuid>/thu-hoi/", delegation.revoke, name="revoke_delegation"),
    path("office/uy-quyen/<uuid:uuid>/van-ban/", delegation.show_document, name="delegation_document"),
]
