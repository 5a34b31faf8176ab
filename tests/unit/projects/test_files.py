"""Files: remembered once, known to show more but never less, and gone with whom they show."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.policies import BEGINNING, terms
from support.rules import TODAY, Scene, nth

from kernel.documents import View
from kernel.errors import InvalidInput, PersonGone
from kernel.ids import derived
from kernel.sealed import Sealed
from services.members import events as theirs
from services.members.events import ids as of_members
from services.members.events import policy as of_policies
from services.projects.domain import DOMAIN
from services.projects.domain.files.commands import StoreFile
from services.projects.domain.files.documents import StoredFile
from services.projects.domain.files.lookup import is_stored, require_papers
from services.projects.errors.files import FileIsErased, FileKnown, FileMissing
from services.projects.events import PartyId, PersonErasureNoted
from services.projects.events.files import FileErased, FileId, FileStored

INVOICE, PHOTO = FileId("a" * 64), FileId("b" * 64)
ADA, BO = PartyId(derived("per", "ada")), PartyId(derived("per", "bo"))
KEY = Sealed("c" * 64)


def paper(file: str = INVOICE, *, public: bool = False) -> StoreFile:
    return StoreFile(file, 4, "application/pdf", public=public)


def photo(*people: str, kept_as: str = "00" * 8, key: Sealed = KEY) -> StoreFile:
    return StoreFile(PHOTO, 9, "image/jpeg", shows_people=True, concerns=people, kept_as=kept_as, key=key)


def hidden(person: PartyId) -> theirs.PersonHidden:
    return theirs.PersonHidden(of_members.PartyId(person), None)


def erased(scene: Scene, person: PartyId) -> Scene:
    scene.hears("members", hidden(person), person)
    return scene.hears("members", theirs.PersonErased(of_members.PartyId(person)), person)


def test_a_file_is_remembered_by_its_hash() -> None:
    scene = Scene(DOMAIN).when(paper())
    scene.then(FileStored(INVOICE, 4, "application/pdf", False, (), None, None))
    assert [(one.subject, one.occurred_on) for one in scene.said] == [(INVOICE, TODAY)]
    assert is_stored(scene.view, INVOICE)
    assert not is_stored(scene.view, PHOTO)


def test_a_file_that_is_kept_is_not_remembered_twice() -> None:
    scene = Scene(DOMAIN).when(paper()).when(photo(ADA, BO))
    scene.when(paper()).refused(FileKnown, INVOICE, field="file")
    scene.when(photo(BO)).refused(FileKnown)
    scene.when(paper(PHOTO)).refused(FileKnown)  # that it shows nobody is not so, and is not noted
    assert scene.document(StoredFile, PHOTO).concerns == (ADA, BO)


def test_a_file_turns_out_to_show_people_and_others_too() -> None:
    scene = Scene(DOMAIN).when(paper(PHOTO)).when(photo(ADA))
    scene.then(FileStored(PHOTO, 9, "image/jpeg", True, (ADA,), "00" * 8, KEY))
    scene.when(photo(BO, kept_as="11" * 8))
    scene.then(FileStored(PHOTO, 9, "image/jpeg", True, (ADA, BO), "11" * 8, KEY))
    # The key is sealed beside all whom the file shows: erasing one of them erases it.
    assert scene.said[0].concerns == (ADA, BO)


def test_a_file_is_made_public_and_stays_so_until_it_shows_people() -> None:
    scene = Scene(DOMAIN).when(paper()).when(paper(public=True))
    scene.then(FileStored(INVOICE, 4, "application/pdf", False, (), None, None, public=True))
    scene.when(paper(public=True)).refused(FileKnown)
    scene.when(paper()).refused(FileKnown)
    scene.when(paper(PHOTO, public=True)).when(photo(ADA))
    scene.then(FileStored(PHOTO, 9, "image/jpeg", True, (ADA,), "00" * 8, KEY, public=False))
    scene.when(paper(PHOTO, public=True)).refused(FileKnown)
    assert not scene.document(StoredFile, PHOTO).public
    scene.when(replace(photo(ADA), public=True)).refused(InvalidInput, field="public")
    scene.replayed()


def test_what_shows_nobody_has_no_people_and_no_key_and_what_shows_them_has_one() -> None:
    scene = Scene(DOMAIN)
    scene.when(StoreFile(PHOTO, 9, "image/jpeg", concerns=(ADA,))).refused(InvalidInput, field="concerns")
    scene.when(StoreFile(PHOTO, 9, "image/jpeg", key=KEY)).refused(InvalidInput, field="key")
    scene.when(StoreFile(PHOTO, 9, "image/jpeg", shows_people=True, key=KEY))
    scene.refused(InvalidInput, field="kept_as")


def test_who_is_hidden_is_seen_in_nothing_new() -> None:
    scene = Scene(DOMAIN).hears("members", hidden(ADA), ADA)
    scene.when(photo(ADA)).refused(PersonGone, ADA, field="concerns")


def test_a_file_goes_with_whom_it_shows_and_is_not_kept_again() -> None:
    scene = erased(Scene(DOMAIN).when(paper()).when(photo(ADA, BO)), ADA)
    scene.then(PersonErasureNoted(ADA, erased=True), FileErased(PHOTO, ADA))
    erased(scene, BO).then(PersonErasureNoted(BO, erased=True))  # once
    scene.when(photo()).refused(FileIsErased, PHOTO, field="file")
    assert is_stored(scene.view, PHOTO), "it was kept, so it is no paper outside"
    scene.replayed()


def asked(view: View, *papers: str) -> None:
    require_papers(view, papers, TODAY)


def test_papers_outside_do_where_no_policy_forbids_them() -> None:
    scene = Scene(DOMAIN)
    asked(scene.view, INVOICE)
    policy(scene, paper_outside_allowed=True)
    asked(scene.view, INVOICE)


def test_where_the_policy_wants_every_paper_here_one_that_is_not_is_named() -> None:
    scene = policy(Scene(DOMAIN), paper_outside_allowed=False)
    with pytest.raises(FileMissing) as refused:
        asked(scene.when(paper()).view, INVOICE, PHOTO)
    assert refused.value.args == (PHOTO,)
    assert refused.value.fields() == {"attachments": ["projects.file_missing"]}
    require_papers(scene.view, (PHOTO,), date(2025, 12, 31))  # before it held
    asked(scene.when(photo(ADA)).view, INVOICE, PHOTO)


def policy(scene: Scene, **other: Any) -> Scene:
    adopted = of_policies.PolicyAdopted(nth("pol"), None, terms(BEGINNING, **other))
    return scene.hears("members", adopted, nth("pol"), TODAY)


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("store"), st.sets(st.sampled_from((ADA, BO))), st.booleans()),
        st.tuples(st.just("erase"), st.sampled_from((ADA, BO)), st.just(True)),
    ),
    max_size=8,
)


@given(STEPS)
def test_whoever_is_erased_is_seen_in_no_file_that_is_kept(steps: list[tuple[str, Any, bool]]) -> None:
    scene, gone = Scene(DOMAIN), set()
    for step, whom, shows in steps:
        if step == "erase":
            erased(scene, whom)
            gone.add(whom)
        else:
            scene.when(photo(*sorted(whom)) if shows or whom else paper(PHOTO))
        known = scene.view.get(StoredFile, PHOTO)
        assert known is None or known.erased or not gone & set(known.concerns)
    scene.replayed()
