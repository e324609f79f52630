"""How the pages are served in a ward. gunicorn reads this file."""

import os

bind = "0.0.0.0:8000"  # inside the container; compose opens it to this host only
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = 4
timeout = 60
worker_tmp_dir = "/dev/shm"  # noqa: S108 (gunicorn's heartbeat, in memory)
accesslog = "-"
# The path without the query: a search holds names.
access_log_format = "%(t)s %(m)s %(U)s %(s)s %(b)s bytes %(M)s ms"
