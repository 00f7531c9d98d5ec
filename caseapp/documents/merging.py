"""Merging PDF files for the printer, with what each of them tells a screen reader."""

from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pikepdf import Object, Pdf


def merged(files: Iterable[bytes], *, on_front_sides: bool = False) -> bytes:
    """The pages of the files, one file after another; printed on both sides, each file can begin on a front side."""
    import pikepdf

    whole = pikepdf.new()
    trees: list[Object] = []
    owners: list[Object | int] = []
    numbered = 0
    for content in files:
        with pikepdf.open(BytesIO(content)) as file:
            if on_front_sides and len(whole.pages) % 2:
                whole.add_blank_page(page_size=_size(file))
            first = len(whole.pages)
            whole.pages.extend(file.pages)
            if "/StructTreeRoot" in file.Root:
                tree = whole.copy_foreign(file.Root.StructTreeRoot)
                trees.append(_own_tree(tree, str(file.Root.get("/Lang", ""))))
                for page in whole.pages[first:]:
                    page.obj.StructParents += numbered
                for number, owner in zip(*[iter(tree.ParentTree.Nums)] * 2, strict=True):
                    owners += [int(number) + numbered, owner]
                numbered += len(whole.pages) - first
                if "/ViewerPreferences" not in whole.Root:
                    whole.Root.ViewerPreferences = whole.copy_foreign(file.Root.ViewerPreferences)
    if trees:
        _plant(whole, trees, owners, numbered)
    result = BytesIO()
    whole.save(result)
    return result.getvalue()


def bound(files: Sequence[tuple[str, bytes]], *, title: str, language: str) -> bytes:
    """The files as one with a title, and an outline that leads to the first page of each by its name."""
    import pikepdf

    with pikepdf.open(BytesIO(merged(content for _name, content in files))) as whole:
        first = 0
        with whole.open_outline() as outline:
            for name, content in files:
                outline.root.append(pikepdf.OutlineItem(name, first))
                first += count_pages(content)
        whole.docinfo["/Title"] = title
        whole.Root.Lang = pikepdf.String(language)
        whole.Root.ViewerPreferences.DisplayDocTitle = True
        result = BytesIO()
        whole.save(result)
    return result.getvalue()


def count_pages(content: bytes) -> int:
    """The number of pages of a file."""
    import pikepdf

    with pikepdf.open(BytesIO(content)) as file:
        return len(file.pages)


def _size(file: "Pdf") -> tuple[float, float]:
    left, bottom, right, top = map(float, file.pages[0].mediabox)
    return right - left, top - bottom


def _own_tree(tree: "Object", language: str) -> "Object":
    """The file's document element, which says its language itself: another file may be in another one."""
    import pikepdf

    kids = tree.K
    element = kids[0] if isinstance(kids, pikepdf.Array) else kids
    if language and "/Lang" not in element:
        element.Lang = pikepdf.String(language)
    return element


def _plant(whole: "Pdf", trees: list["Object"], owners: list["Object | int"], numbered: int) -> None:
    """One tree over those of all files (ISO 32000-1, 14.7.2), and the elements of each page's marks."""
    import pikepdf

    root = whole.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.StructTreeRoot))
    root.K = pikepdf.Array(trees)
    root.ParentTree = whole.make_indirect(pikepdf.Dictionary(Nums=pikepdf.Array(owners)))
    root.ParentTreeNextKey = numbered
    for tree in trees:
        tree.P = root
    whole.Root.StructTreeRoot = root
    whole.Root.MarkInfo = pikepdf.Dictionary(Marked=True)
