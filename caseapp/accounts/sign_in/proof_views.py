"""What nobody does with a session that was left open: before it the password, or a passkey, is asked for again."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caseapp.accounts.passkeys.actions import offer_for, use_passkey
from caseapp.accounts.passkeys.queries import passkeys_of
from caseapp.accounts.passkeys.rules import PasskeyPurpose
from caseapp.accounts.rules import FRESH_FOR
from caseapp.accounts.sign_in.actions import prove_password, renew_proof
from caseapp.accounts.sign_in.current_user import ceremony, current_session
from caseapp.accounts.sign_in.forms import PasskeyForm, ProofForm
from caseapp.clock import CLOCKS_DIFFER, now
from caseapp.errors import RuleBroken

OWN = ("proof", "passkey")
P = ParamSpec("P")
View = Callable[P, ResponseReturnValue]


def needs_fresh_proof(view: View[P]) -> View[P]:
    """Let a person do this who proved the password in the last ten minutes; others prove it first, and what they sent
    is carried along and then done. Pages that only show a form are not asked for."""

    @wraps(view)
    def proved(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
        if request.method != "POST" or is_proof_fresh() or _prove_again(form := ProofForm()):
            return view(*args, **kwargs)
        return _proof_page(form)

    vars(proved)["needs_fresh_proof"] = True
    return proved


def proof_before_file() -> ResponseReturnValue | None:
    """The page that asks for the password where somebody follows a link to a file of many records; nothing where it was
    proved lately, or just now. The view needs a fresh proof of what is posted."""
    return None if request.method == "POST" or is_proof_fresh() else _proof_page(ProofForm(formdata=None))


def is_proof_fresh() -> bool:
    """Whether the password was proved lately in this session; what a clock dated that ran ahead may be long ago."""
    sign_in = current_session().sign_in
    return sign_in is not None and -CLOCKS_DIFFER <= now() - sign_in.proved_at < FRESH_FOR


def _prove_again(form: ProofForm) -> bool:
    answer = request.form.get("passkey")
    if not (answer or "proof" in request.form) or not (PasskeyForm() if answer else form).validate():
        return False
    stored = current_session()
    assert stored.sign_in is not None
    try:
        if answer:
            use_passkey(ceremony(PasskeyPurpose.PROOF, current_user), answer)
        else:
            prove_password(current_user, form.proof.data, "proof")
    except RuleBroken as fault:
        form.refuse(fault)
        return False
    stored.new_secret = renew_proof(current_user, stored.sign_in.id)
    return True


def _proof_page(form: ProofForm) -> str:
    passkey = _passkey_offer()
    parts = {"sent": _sent(), "action_url": request.full_path, "passkey": passkey}
    return render_template("accounts/sign_in/proof.html", form=form, **parts)


def _passkey_offer() -> str:
    """What the browser asks the person's passkeys; nothing where there is none."""
    has_some = bool(passkeys_of(current_user.id))
    return offer_for(ceremony(PasskeyPurpose.PROOF, current_user)) if has_some else ""


def _sent() -> list[tuple[str, str]]:
    """What was sent, but for what this page has of its own."""
    return [(name, value) for name, value in request.form.items(multi=True) if name not in ("csrf_token", *OWN)]
