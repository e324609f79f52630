"""The chosen groups beside every published cohort."""

from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hlh_app.statistics.benchmark import PARTS, Benchmark

from ...presenters.study.benchmark import benchmark_page
from ...study.asked import asked
from ...study.frame import context
from ...study.loaded import loaded


@require_safe
@login_required
def benchmark(request: HttpRequest) -> HttpResponse:
    found = asked(request, PARTS)
    others = [row.cohort for row in loaded(request.user)]
    page = benchmark_page(found, cast(Benchmark, found.analysis("benchmark")), others)
    return render(request, "study/benchmark.html", context(found, "study-benchmark", page=page))
