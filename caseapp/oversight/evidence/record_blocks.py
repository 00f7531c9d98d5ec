"""The database document: the record of processing, as the database is built today."""

from caseapp.documents.blocks import Block, Facts, Heading, paragraph
from caseapp.i18n import _
from caseapp.oversight.evidence.house_blocks import on, table, tabled
from caseapp.oversight.evidence.page import Evidence
from caseapp.oversight.processing.queries import Processing
from caseapp.web.filters import day


def record_blocks(found: Evidence) -> tuple[Block, ...]:
    """Each category with its purpose, then what is stored about clients, table by table."""
    about = _(
        "This part is generated from the database itself: a column that is added tomorrow is in tomorrow's file. "
        "Sealed means encrypted in its column, beside the encryption of the whole database and its backups."
    )
    heads = (_("Processor"), _("What for"), _("Which records"), _("Country"), _("Contract"), _("Last day"))
    rows = tuple(
        (row.name, row.purpose, row.records, row.country, on(row.contract_on), on(row.ended_on))
        for row in found.processors
    )
    blocks: list[Block] = [Heading(1, _("Database document and record of processing")), paragraph(about)]
    blocks += [Heading(2, _("Processors")), *tabled(heads, rows, (1.4, 2, 2, 1, 1.1, 1.1))]
    blocks += _notices(found)
    for each in found.processing:
        blocks += _category(each)
    return tuple(blocks)


def _notices(found: Evidence) -> list[Block]:
    """What clients were told about their records: each version, and how many were told the one that holds."""
    heads = (_("Version"), _("Published on"), _("Published by"), _("Languages"))
    rows = tuple(
        (str(row.number), day(row.published_on), row.published_by or "", _(", ").join(row.languages))
        for row in found.notices
    )
    counts = ((_("People with an open file"), str(found.told.people)), (_("Told"), str(found.told.told)))
    return [Heading(2, _("Notices to clients")), *tabled(heads, rows, (1, 1.5, 2, 3)), Facts(counts)]


def _category(each: Processing) -> list[Block]:
    sizes = _(
        "Tables: %(tables)s, columns: %(columns)s, of these sealed: %(sealed)s",
        tables=each.tables,
        columns=each.columns,
        sealed=each.sealed,
    )
    facts = (
        (_("About whom"), each.about),
        (_("What for"), each.purpose),
        (_("Kept"), each.kept),
        (_("In the database"), sizes),
    )
    blocks: list[Block] = [Heading(2, each.name), Facts(facts)]
    if each.records:
        rows = tuple((record.name, _(", ").join(record.fields)) for record in each.records)
        blocks.append(table((_("Records"), _("What is stored")), rows, (1, 3)))
    return blocks
