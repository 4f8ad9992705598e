"""The published seed case, once for all tests that only read it."""

import pytest
from site_case import SiteCase, Visitor, the_seed_site


@pytest.fixture(scope="session")
def seed_site(tmp_path_factory: pytest.TempPathFactory) -> SiteCase:
    return the_seed_site(tmp_path_factory.mktemp("published"))


@pytest.fixture(scope="session")
def visitor(seed_site: SiteCase) -> Visitor:
    return Visitor(seed_site.folder)
