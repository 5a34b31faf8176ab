"""/v1/files: papers, photos and reports, by the SHA-256 of their bytes.

A file is kept first and remembered by its fact after: what a record names is there. What shows people is
encrypted, and its key goes with whoever is erased.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Final

import structlog
from flask import Response, request
from werkzeug.exceptions import RequestEntityTooLarge

from gateway import positions
from gateway.desks import BROKER_DOWN, PASSING
from gateway.face import caller, face, idempotency_key
from gateway.files import media
from gateway.files.filing import MIB, Empty, Filing, NotAtHand, NotKept, Received, Secret, TooLarge
from gateway.files.stores import PEOPLE, StoreDown
from gateway.orders import Done, Failed, Order
from gateway.problems import Problem
from gateway.resources.kit import (
    KEY_PARAMETER,
    Doc,
    Resource,
    answer,
    caught_up,
    loaded,
    query,
    reading,
    shown,
)
from gateway.schemas import files as schemas
from gateway.schemas.queries import is_digest
from kernel.bus import BusDown, CallTimedOut, RemoteFailure

TAG: Final = "files"
STORE: Final = "projects.store_file"
KEEPERS: Final = (
    *("founder", "chair", "standing_board", "treasurer", "accountant", "supervisor", "secretary"),
    *("councillor", "project_lead"),
)
"""Who files what, as the projects service has it."""
READERS: Final = (
    *("chair", "standing_board", "treasurer", "accountant", "supervisor", "auditor", "secretary"),
)
"""Who reads every file that shows nobody; others read what they stored themselves, and what is public."""
OF_PEOPLE: Final = ("treasurer", "chair", "supervisor", "auditor", "secretary")
"""Who sees files that show people."""
OF_THE_HIDDEN: Final = ("supervisor", "auditor")
"""Who still sees them where one of these people asked to be erased, while the law has it kept."""
FORM: Final = "multipart/form-data"
_ROOM_FOR_A_FORM: Final = 64 * 1024
_GIVEN: Final = schemas.Given()

_log = structlog.get_logger(__name__)


# --- in ----------------------------------------------------------------------------------------------
def _post() -> Response:
    key = idempotency_key()
    if (barred := face().clerk.barred(caller(), STORE, KEEPERS)) is not None:
        raise barred.problem()
    with _coming() as (received, given):
        _require_people(given["concerns"])
        return _stored(received, given, key)


@contextmanager
def _coming() -> Iterator[tuple[Received, dict[str, Any]]]:
    """What was sent, raw or in a form, and what is said of it. Raises: Problem."""
    filing = _filing()
    in_form = request.mimetype == FORM
    longest = filing.bytes_max + (_ROOM_FOR_A_FORM if in_form else 0)
    too_large = Problem("file.too_large", str(filing.bytes_max // MIB))
    request.max_content_length = longest
    if (request.content_length or 0) > longest:
        raise too_large
    try:
        said, stream, declared = (
            _from_form() if in_form else (query(request), request.stream, request.mimetype)
        )
        given = loaded(_GIVEN, said)
        with filing.received(stream, declared) as received:
            yield received, given
    except (TooLarge, RequestEntityTooLarge):
        raise too_large from None
    except Empty:
        raise Problem("file.empty") from None
    except NotKept:
        raise Problem("file.media_type", ", ".join(media.ENDINGS.values())) from None
    except StoreDown as fault:
        _log.error("http.file_store_down", kind=str(fault))
        raise Problem("file.storage_down") from None
    finally:
        if in_form:
            for file in request.files.values():
                file.close()


def _from_form() -> tuple[dict[str, str], Any, str]:
    """The one file of a form, and its other fields beside the query's. Raises: Problem."""
    found, others = request.files.getlist("file"), request.files.keys() - {"file"}
    if len(found) != 1 or others:
        fault = "field.required" if not found else "list.too_long"
        raise Problem("invalid_input", fields={next(iter(others), "file"): [fault]})
    [file] = found
    said = query(request)
    for name, values in request.form.lists():
        if name in said or len(values) > 1:
            raise Problem("invalid_input", fields={name: ["query.repeated"]})
        said[name] = values[0]
    return said, file.stream, file.mimetype


def _require_people(concerns: Sequence[str]) -> None:
    for person in sorted(face().clerk.strangers(caller().council, concerns)):
        raise Problem("not_found", "party", person, status=422, fields={"concerns": ["not_found"]})


def _stored(received: Received, given: Mapping[str, Any], key: str) -> Response:
    who, filing = caller(), _filing()
    before = face().books.record(who.council, "file", received.file)
    shows_people: bool = given["shows_people"]
    secret = Secret.drawn() if shows_people else None
    kept = None
    if not given["dry_run"] and not _says_enough(before, given):
        # The bytes first: a crash from here on leaves a file that nothing names, never a name without one.
        kept = filing.keep(who.council, received, secret)
    body = {
        "file": received.file,
        "size": received.size,
        "media_type": received.media_type,
        "shows_people": shows_people,
        "concerns": list(given["concerns"]),
        "public": given["public"],
    }
    volatile = {} if secret is None else {"key": secret.key.hex(), "kept_as": secret.kept_as}
    order = Order(STORE, key, body, roles=KEEPERS, volatile=volatile)
    [outcome] = face().clerk.carry_out(who, [order], dry_run=given["dry_run"])
    if isinstance(outcome, Failed):
        _drop_own(kept, outcome)
        if outcome.code == "projects.file_known":
            return answer(shown([_record(received.file)])[0])
        raise outcome.problem()
    return _answered(outcome, kept, secret, dry_run=given["dry_run"])


def _answered(outcome: Done, kept: str | None, secret: Secret | None, *, dry_run: bool) -> Response:
    who = caller()
    record = face().books.whole(who.council, outcome.events)
    body = shown([record])[0]
    if dry_run:
        return answer({**body, "dry_run": True})
    if kept is not None and secret is not None and record.get("kept_as") != secret.kept_as:
        _filing().store.drop(kept)  # an earlier try was carried out: its copy is the one in force
    _filing().drop_others(who.council, record)
    headers = {positions.HEADER: positions.text(outcome.events), "Location": f"/v1/files/{record['id']}"}
    return answer(body, 201, headers)


def _says_enough(before: Mapping[str, Any] | None, given: Mapping[str, Any]) -> bool:
    """Whether it is kept already, and known to show whom it is said to show."""
    if before is None or before["status"] == "erased":
        return before is not None
    if not {*given["concerns"]} <= {*before["concerns"]} or given["shows_people"] > before["shows_people"]:
        return False
    return bool(before["shows_people"] or before["public"] >= given["public"])


def _drop_own(kept: str | None, outcome: Failed) -> None:
    """What was refused leaves no copy under a name of its own; a shared one may be somebody else's by now."""
    if kept is not None and outcome.decided and f"/{PEOPLE}/" in kept:
        _filing().store.drop(kept)


# --- out ---------------------------------------------------------------------------------------------
def _get(query: dict[str, Any], ref: str) -> Response:  # noqa: ARG001 - that there is none was checked
    record = _record(ref)
    if not record["shows_people"]:
        _require_reader(record)
    key = _key(record) if record["shows_people"] else None
    if record["status"] == "erased":
        raise Problem("file.erased")
    try:
        pieces = _filing().verified(caller().council, record, key)
    except NotAtHand as fault:
        _log.error("http.file_not_at_hand", name=str(fault))
        raise Problem("file.not_at_hand") from None
    except StoreDown as fault:
        _log.error("http.file_store_down", kind=str(fault))
        raise Problem("file.storage_down") from None
    return Response(pieces, headers=_safe(record), content_type=record["media_type"])


def _safe(record: Mapping[str, Any]) -> dict[str, str]:
    """Whatever is in it, a browser shows it to nobody and runs nothing of it."""
    ending = media.ENDINGS.get(record["media_type"], "bin")
    return {
        "Content-Length": str(record["size"]),
        "Content-Disposition": f'attachment; filename="{record["id"][:16]}.{ending}"',
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "Cross-Origin-Resource-Policy": "same-origin",
        "ETag": f'"{record["id"]}"',
    }


def _require_reader(record: Mapping[str, Any]) -> None:
    """Of a file that shows nobody. Raises: Problem."""
    who = caller()
    own = record["recorded_by"] in (who.person, *who.aliases)
    if not (record["public"] or own or who.has(*READERS)):
        raise Problem("forbidden", "get_file", ", ".join(READERS))


def _key(record: Mapping[str, Any]) -> bytes | None:
    """The key of a file that shows people. Raises: Problem where the caller may not see it, or nobody can."""
    who = caller()
    names = face().books.names(who.council, record["concerns"])
    hidden = any(name.hidden for name in names.values())
    if not who.has(*(OF_THE_HIDDEN if hidden else OF_PEOPLE)):
        roles = OF_THE_HIDDEN if hidden else OF_PEOPLE
        raise Problem("forbidden", "get_file", ", ".join(roles))
    if record["status"] == "erased":
        return None
    digest = record["sealed_key"]["sealed"]
    try:
        opening = face().vaults.openings("projects", who.council, [digest]).get(digest)
    except (BusDown, CallTimedOut):
        raise Problem(BROKER_DOWN) from None
    except RemoteFailure as error:
        raise Problem(PASSING.get(error.kind, "internal")) from None
    # Who saw a file that shows people stands in the operator's log.
    _log.info("http.file", council=who.council, by=who.person, file=record["id"], found=opening is not None)
    if opening is None:
        raise Problem("file.erased")
    return bytes.fromhex(opening.text)


def _get_record(query: dict[str, Any], ref: str) -> Response:  # noqa: ARG001 - that there is none was checked
    return answer(shown([_record(ref)])[0])


def _record(file: str) -> Mapping[str, Any]:
    """Raises: Problem not_found."""
    door, council = face(), caller().council
    record = door.books.record(council, "file", file) if is_digest(file) else None
    if record is None and is_digest(file) and caught_up(door, council, ("projects",)):
        record = door.books.record(council, "file", file)
    if record is None:
        raise Problem("not_found", "file", file, status=404)
    return record


def _filing() -> Filing:
    """Raises: Problem where no place for files is configured."""
    found = face().filing
    if found is None:
        raise Problem("file.storage_down")
    return found


# --- documentation -----------------------------------------------------------------------------------
_BINARY: Final = {"type": "string", "format": "binary"}
_POST: Final = Doc(
    "store_file",
    "Keep a file (文件): its bytes as the body, or as `file` of a form",
    "FileRecord",
    f"Roles: {', '.join(KEEPERS)}. At most 20 MiB by default; what it is is told by its content: "
    f"{', '.join(media.ENDINGS.values())}. 201: kept now. 200: kept before, or a dry run. "
    "`shows_people=true` where people are seen in it, `concerns` who of those that the council knows: it is "
    f"kept encrypted, shown to {', '.join(OF_PEOPLE)}, and erased with them. "
    "`public=true` of what everybody may read: a report, a photo without people.",
)
_GET: Final = Doc(
    "get_file",
    "The bytes of a file, to be saved",
    "FileRecord",
    f"Roles: {', '.join(READERS)}; whoever stored it; of a public one whoever has a token. "
    f"A file that shows people: {', '.join(OF_PEOPLE)}.",
)
_GET_RECORD: Final = Doc("get_file_record", "What is known of a file", "FileRecord")


def add(blp: Resource) -> None:
    """The views of files."""
    answers = {201: "Kept.", 200: "Kept before, or a dry run: nothing was written."}
    parts = _POST.parts(answers, (400, 401, 403, 404, 409, 413, 415, 422, 429, 500, 503, 504))
    form = {"type": "object", "properties": {"file": _BINARY, **schemas.DESCRIBED}, "required": ["file"]}
    content = {"application/octet-stream": {"schema": _BINARY}, FORM: {"schema": form}}
    view = blp.doc(**parts, requestBody={"required": True, "content": content})(_post)
    said = {**schemas.DESCRIBED, "dry_run": {"type": "boolean"}}
    in_query = [
        {"in": "query", "name": name, "schema": schema, "required": False} for name, schema in said.items()
    ]
    view = blp.doc(parameters=[*in_query, KEY_PARAMETER])(view)
    blp.add_url_rule("/files", _POST.operation, view, methods=["POST"])
    reading(blp, "/files/<ref>", _get, _GET)
    reading(blp, "/files/<ref>/record", _get_record, _GET_RECORD)
