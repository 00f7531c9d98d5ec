"""The admin, untuned."""

from django.contrib import admin

from bench.peer.models import Client, Mark, Meeting, Note


@admin.register(Client)
class ClientAdmin(admin.ModelAdmin):
    """The list of clients and the client's form."""

    list_display = ("given_name", "family_name", "preferred_name", "status", "mentor", "last_met", "next_meeting")
    list_filter = ("mentor", "team")
    search_fields = ("given_name", "family_name", "preferred_name")
    list_per_page = 50


@admin.register(Note)
class NoteAdmin(admin.ModelAdmin):
    """The notes of a client, newest first."""

    list_display = ("held_on", "starts_at", "minutes", "mode", "outcome", "mentor", "note")
    list_filter = ("outcome",)
    ordering = ("-held_on",)
    list_per_page = 50


class Marks(admin.TabularInline):
    """The marks of a roll-call."""

    model = Mark


@admin.register(Meeting)
class MeetingAdmin(admin.ModelAdmin):
    """A roll-call."""

    inlines = (Marks,)
