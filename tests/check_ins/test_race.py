"""A link is used once, also where two answers arrive in the same moment."""

import threading

from caseapp.audit.rules import Act
from caseapp.check_ins.models import CheckIn
from caseapp.measures.models import MeasureTaken
from tests.check_ins.test_check_ins import PAGE, TAPS, USED, acts, agree, rows_of, sent_code


def test_of_two_answers_in_the_same_moment_one_is_kept_and_the_other_refused(app, world, as_):
    for _round in range(3):
        agree(world)
        code = sent_code(world, as_)
        before = len(rows_of(MeasureTaken))
        visitors = [app.test_client() for _ in range(2)]
        tokens = [visitor.see(PAGE).field("csrf_token") for visitor in visitors]
        start, said = threading.Barrier(2), {}

        def answer(number, start=start, said=said, visitors=visitors, tokens=tokens, code=code):
            sent = {**TAPS, "item-connected": str(number), "code": code, "csrf_token": tokens[number]}
            with app.app_context():
                start.wait()
                while (answer := visitors[number].post(PAGE, data=sent)).status_code == 503:
                    continue
            said[number] = answer.text

        threads = [threading.Thread(target=answer, args=(number,)) for number in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        won = [number for number, text in said.items() if "Your answer has arrived" in text]
        lost = [number for number, text in said.items() if USED in text]
        assert sorted([*won, *lost]) == [0, 1]
        assert len(won) == 1
        taken = rows_of(MeasureTaken)
        assert len(taken) == before + 1
        assert f'"connected": {won[0]}' in taken[-1].answers
        assert rows_of(CheckIn)[-1].measure_id == taken[-1].id
    assert len(acts(Act.CHECK_IN_ANSWERED)) == 3
    assert len(acts(Act.CHECK_IN_REFUSED)) == 3
