FROM python:3.12-slim-bookworm

# WeasyPrint prints with Pango; the fonts hold the symbols of units and outcomes.
RUN apt-get update \
 && apt-get install -y --no-install-recommends \
    fonts-dejavu-core libharfbuzz-subset0 libpango-1.0-0 libpangoft2-1.0-0 \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --system --uid 10001 --home-dir /nonexistent --shell /usr/sbin/nologin hlh

ENV PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    MPLCONFIGDIR=/tmp/matplotlib \
    XDG_CACHE_HOME=/tmp/cache \
    HLH_MODE=ward

WORKDIR /app
COPY requirements.txt .
RUN pip install --no-cache-dir --disable-pip-version-check -r requirements.txt
COPY . .

# The key and the host are for this step alone; the container gets its own from the environment.
RUN HLH_SECRET_KEY=only-to-collect-the-static-files-never-to-sign-anything HLH_ALLOWED_HOSTS=build \
    python manage.py collectstatic --no-input --verbosity 0

USER hlh
EXPOSE 8000

HEALTHCHECK --interval=15s --timeout=5s --start-period=20s --retries=4 CMD ["python", "deploy/healthy.py"]

CMD ["gunicorn", "hlh_app.config.wsgi", "--config", "deploy/gunicorn.py"]
