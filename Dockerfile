# One image for every role. Any Debian-like base with Python 3.11+ (venv included) will do:
#   docker build --build-arg BASE=python:3.11-slim -t placement .
ARG BASE=python:3.11-slim

FROM ${BASE} AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 \
    PIP_NO_CACHE_DIR=1
WORKDIR /src
RUN python3 -m venv /opt/build && python3 -m venv /opt/placement
COPY requirements.txt requirements-build.txt ./
RUN /opt/placement/bin/pip install --require-hashes -r requirements.txt \
 && /opt/build/bin/pip install --require-hashes -r requirements-build.txt
COPY pyproject.toml hatch_build.py README.md ./
COPY placement placement
COPY solver solver
COPY fixtures fixtures
RUN /opt/build/bin/pip wheel --no-deps --no-build-isolation --wheel-dir /wheels . \
 && /opt/placement/bin/pip install --no-deps --no-index /wheels/*.whl \
 && mkdir /var/lib/placement

FROM ${BASE}
LABEL org.opencontainers.image.title="placement" \
      org.opencontainers.image.description="Shelter placement and capacity matching for victims of human trafficking in the Netherlands" \
      org.opencontainers.image.documentation="README.md"
# The default is one machine on SQLite. PLACEMENT_SECRET_KEY has no default on purpose.
ENV PATH=/opt/placement/bin:$PATH \
    PLACEMENT_DATABASE_URL=sqlite:////var/lib/placement/placement.sqlite \
    PLACEMENT_DATA_FOLDER=/var/lib/placement \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1
COPY --from=build /opt/placement /opt/placement
# A number, so that a cluster can see that it is not root. Only this folder is the service's own.
COPY --from=build --chown=10001:10001 /var/lib/placement /var/lib/placement
WORKDIR /var/lib/placement
USER 10001:10001
VOLUME ["/var/lib/placement"]
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s \
  CMD ["python3", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:8000/healthz/live', timeout=3)"]
ENTRYPOINT ["placement"]
CMD ["serve", "--host", "0.0.0.0"]
