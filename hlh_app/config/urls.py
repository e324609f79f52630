"""Addresses: the pages at the root, sign-in under accounts/, data review under admin/."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import include, path
from django.utils.translation import gettext_lazy as _

from hlh_app.accounts.second_factor import take_the_place_of_allauths

admin.site.site_header = _("HLH data review")
admin.site.site_title = _("HLH data review")
admin.site.index_title = _("Records and accounts")
# Otherwise the admin's own form would let a password alone past the second factor.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]
take_the_place_of_allauths(admin.site)

urlpatterns = [
    path("admin/", admin.site.urls),
    path("accounts/", include("hlh_app.accounts.urls")),
    path("accounts/", include("allauth.urls")),
    path("", include("hlh_app.web.urls")),
]
