"""The published seed case, once for all tests that only read it."""

import os

import pytest
from machine import Machine, installed
from site_case import SiteCase, Visitor, the_seed_site


@pytest.fixture(scope="session")
def seed_site(tmp_path_factory: pytest.TempPathFactory) -> SiteCase:
    return the_seed_site(tmp_path_factory.mktemp("published"))


@pytest.fixture(scope="session")
def visitor(seed_site: SiteCase) -> Visitor:
    return Visitor(seed_site.folder)


@pytest.fixture(scope="session")
def machine(seed_site: SiteCase, tmp_path_factory: pytest.TempPathFactory) -> Machine:
    """Somebody else's machine with the seed case on it, as its README says."""
    base = tmp_path_factory.getbasetemp()
    # Every process of pytest-xdist has its own folder within one that they share (its "how-to", "session-scoped").
    return installed((base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "reader", seed_site)
