"""The stores that there are, each held to the contract."""

from pathlib import Path

import pytest
from store_contract import Opener, StoreContract
from store_in_memory import MemoryLog

from regesta.events.files import FileLog


class TestFileLog(StoreContract):
    @pytest.fixture
    def opener(self, tmp_path: Path) -> Opener:
        return lambda: FileLog(tmp_path / "log", tmp_path / "build")


class TestFileLogWithoutCache(StoreContract):
    @pytest.fixture
    def opener(self, tmp_path: Path) -> Opener:
        return lambda: FileLog(tmp_path / "log")


class TestMemoryLog(StoreContract):
    @pytest.fixture
    def opener(self) -> Opener:
        log = MemoryLog()
        return lambda: log
