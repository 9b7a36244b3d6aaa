"""For all tests: hypothesis judges what is tested, not how busy the machine is."""

from hypothesis import HealthCheck, settings

settings.register_profile("minikctl", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("minikctl")
