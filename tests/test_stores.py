from tests.stores import PAGES, pages_of


def test_what_one_test_has_planted_in_the_application_is_gone_in_the_next(stores) -> None:
    """All tests of a process share the application, in whatever order they come."""
    with stores("sqlite").fresh() as app:
        before = {name: pages_of(app, name) for name in PAGES}
        app.view_functions["home.start"] = app.view_functions["planted"] = lambda: "planted"
        app.after_request_funcs[None].append(lambda answer: answer)
    with stores("sqlite").fresh() as app:
        assert {name: pages_of(app, name) for name in PAGES} == before
