"""Static files under names made of their content, so that a browser never keeps an old one."""

from whitenoise.storage import CompressedManifestStaticFilesStorage

_, IMPORTS = CompressedManifestStaticFilesStorage._js_module_import_aggregation_patterns


class HashedStaticFiles(CompressedManifestStaticFilesStorage):
    """The imports inside our JavaScript modules are renamed too: the plain names are not served.

    Ours alone: a library's own files name others that it does not bring along.
    """

    support_js_module_import_aggregation = True
    _js_module_import_aggregation_patterns = ("js/*.js", IMPORTS)
