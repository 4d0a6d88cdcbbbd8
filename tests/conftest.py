"""What holds for all tests: they find ``values``, and property tests are the same on every run."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

settings.register_profile("house", deadline=None, max_examples=80, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")
