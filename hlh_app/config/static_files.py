"""Static files under names made of their content, so that a browser never keeps an old one."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStaticFiles(CompressedManifestStaticFilesStorage):
    """The imports inside JavaScript modules are renamed too: the plain names are not served."""

    support_js_module_import_aggregation = True
