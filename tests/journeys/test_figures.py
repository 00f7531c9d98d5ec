"""A figure in a row is its own link, although the whole row is one."""

import re

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.journeys.conftest import Site, sign_in

pytestmark = pytest.mark.browser


def test_a_figure_in_a_row_opens_its_list_and_the_row_its_page(context: BrowserContext, site: Site) -> None:
    page = context.new_page()
    sign_in(page, site, "mentor1", "en")
    page.goto(f"{site.url}/groups")
    page.locator(".row [data-counts]").first.click()
    expect(page).to_have_url(re.compile(r"/groups/[-0-9a-f]+#(members|not-called)$"))
    there = page.locator("#members .row [data-counts]").first
    number = int(there.inner_text())
    there.click()
    expect(page).to_have_url(re.compile("kind=groups&group=[-0-9a-f]+&attendance=there"))
    expect(page.locator("[data-records] > li")).to_have_count(number)
    page.go_back()
    page.locator("#members .row:has(a.row-name)").first.click(position={"x": 8, "y": 8})
    expect(page).to_have_url(re.compile(r"/clients/[-0-9a-f]+$"))
