"""The figures that a monitor reads, in the form of Prometheus: counted in the database, so true of every process."""

import hmac

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily

from dsr.services import figures

SCHEME = "Bearer "


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Answer whoever knows the token; where none is set nobody is answered."""
    if not settings.METRICS_TOKEN:
        return HttpResponse(status=403)
    given = request.headers.get("Authorization", "")
    if not hmac.compare_digest(given.encode(), (SCHEME + settings.METRICS_TOKEN).encode()):
        answer = HttpResponse(status=401)
        answer["WWW-Authenticate"] = "Bearer"
        return answer
    registry = CollectorRegistry()
    registry.register(_Figures())
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


class _Figures:
    """This will count once for one answer."""

    def collect(self) -> list[object]:
        """Return every figure."""
        found = figures.of_mail(now=timezone.now())
        depth = GaugeMetricFamily(
            "dsr_outbox", "Notices by status that still have a way to go", labels=["status"]
        )
        for status, count in found.depth.items():
            depth.add_metric([status], count)
        silent = GaugeMetricFamily(
            "dsr_sweep_age_seconds", "Seconds since a sweep last went through", labels=["sweep"]
        )
        for sweep, age in found.sweep_age.items():
            silent.add_metric([sweep], age)
        reports = CounterMetricFamily("dsr_mail_reports", "What mail providers reported", labels=["kind"])
        for kind, count in found.reports.items():
            reports.add_metric([kind], count)
        lateness = HistogramMetricFamily(
            "dsr_mail_lateness_seconds", "Seconds between when a mail was due and when it was sent",
            buckets=found.buckets, sum_value=found.lateness_sum,
        )  # fmt: skip
        return [
            depth, silent, reports, lateness,
            GaugeMetricFamily("dsr_oldest_due_seconds", "How long the oldest due mail has waited", found.oldest_due),
            GaugeMetricFamily("dsr_late_requests", "Requests that a sweep should have looked at", found.late_requests),
            CounterMetricFamily("dsr_mails_sent", "Mails that a mail server took", found.sent),
            CounterMetricFamily("dsr_mails_failed", "Mails that will not be delivered", found.failed),
        ]  # fmt: skip
