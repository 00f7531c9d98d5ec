"""What is done about people's records before tonight's backup: the rule of retention, and the rest of erasures."""

from filelock import Timeout
from sqlalchemy.exc import SQLAlchemyError

from caseapp.clock import local, now
from caseapp.errors import RuleBroken, Unavailable
from caseapp.privacy.erasure.list_actions import keep_list
from caseapp.privacy.erasure.night_actions import finish_erasures, is_waiting_long
from caseapp.privacy.erasure.repeat_actions import repeat_missing
from caseapp.privacy.retention.actions import apply_rule

QUIET_HOURS = range(6)
FAULTS = (SQLAlchemyError, OSError, Timeout, Unavailable, RuleBroken)


class PrivacyNight:
    """Tonight's tasks; `done` and `failed` are sentences for the log, without any name."""

    def __init__(self, is_wanted_now: bool) -> None:
        self.is_wanted_now = is_wanted_now
        self.done: list[str] = []
        self.failed: list[str] = []

    def work(self) -> None:
        """Do what is due."""
        try:
            came, went = apply_rule()
            if came or went:
                self.done.append(f"The list of retention: {came} more, {went} less.")
            keep_list()
            if repeated := repeat_missing():
                self.done.append(f"{repeated} erasures were repeated that a restore had not come to.")
            if self._is_quiet() and (finished := finish_erasures()):
                self.done.append(f"Free space was cleared after {finished} erasures.")
        except FAULTS as fault:
            self.failed.append(f"Erasures: {type(fault).__name__}; tried again in an hour.")

    def _is_quiet(self) -> bool:
        """Clearing free space keeps others waiting: at night, and by day only where it waited for a day."""
        return self.is_wanted_now or local(now()).hour in QUIET_HOURS or is_waiting_long()
