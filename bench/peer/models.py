"""The columns that our pages show."""

from django.db import models


class Person(models.Model):
    """A mentor or supervisor."""

    username = models.CharField(max_length=80)
    name = models.CharField(max_length=120)

    def __str__(self) -> str:
        return self.name


class Client(models.Model):
    """A client and whose they are."""

    team = models.CharField(max_length=80, db_index=True)
    mentor = models.ForeignKey(Person, models.PROTECT, null=True)
    given_name = models.CharField(max_length=80)
    family_name = models.CharField(max_length=80)
    preferred_name = models.CharField(max_length=80, blank=True)
    birth_on = models.DateField(null=True, blank=True)
    status = models.CharField(max_length=40)

    def __str__(self) -> str:
        return f"{self.given_name} {self.family_name}"

    def last_met(self) -> object:
        """When there was contact last."""
        return self._days(outcome__in=("held", "partly")).order_by("-held_on").first()

    def next_meeting(self) -> object:
        """When a meeting is planned next."""
        return self._days(outcome="planned").order_by("held_on").first()

    def _days(self, **which: object) -> models.QuerySet:
        return self.note_set.filter(**which).values_list("held_on", flat=True)


class Note(models.Model):
    """A meeting and what was noted about it."""

    client = models.ForeignKey(Client, models.PROTECT)
    mentor = models.ForeignKey(Person, models.PROTECT)
    held_on = models.DateField(db_index=True)
    starts_at = models.TimeField()
    minutes = models.IntegerField()
    mode = models.CharField(max_length=40)
    outcome = models.CharField(max_length=40)
    note = models.TextField(blank=True)
    next_step = models.CharField(max_length=300, blank=True)


class Meeting(models.Model):
    """A meeting of a group."""

    held_on = models.DateField()


class Mark(models.Model):
    """Who was there."""

    meeting = models.ForeignKey(Meeting, models.CASCADE)
    client = models.ForeignKey(Client, models.PROTECT)
    mark = models.CharField(max_length=40)
    reason = models.CharField(max_length=200, blank=True)
