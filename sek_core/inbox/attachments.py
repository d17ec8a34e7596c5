"""Attachments: photos, voice notes and documents, kept with the report they belong to.

A file is recorded at once and downloaded later, because a download takes a network: wanted -> fetching (by
one worker, with a lease) -> kept, or refused for good.
"""

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, or_, select, update
from sqlalchemy.orm import Session

from sek_core.messages.incoming import Attached
from sek_core.messages.screens import Attachment
from sek_core.roster.snapshot import Address, Person
from sek_core.store.base import among
from sek_core.store.files import File, FileContent
from sek_core.store.statements import changed_one
from sek_core.store.states import FileStatus
from sek_core.timing import backoff
from sek_core.work.unit_of_work import UnitOfWork

LEASE = timedelta(minutes=3)
"""Lease of a download. A download takes less; a worker that holds a file longer is gone."""

LONGEST_WAIT = backoff.LONGEST * 2
"""Maximum pause between two tries. A file with a longer wait got it before the clock was set back."""

_TOKEN = re.compile(r"[A-Za-z0-9_-]{1,64}")

TRIES = 12
"""Maximum number of tries; with the pauses, about three quarters of an hour."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """One file that this worker alone is downloading."""

    id: int
    channel: str
    source: str
    token: str
    attempts: int


def keep(
    work: UnitOfWork,
    inbox_id: int,
    address: Address,
    attached: Attached,
    ref: str | None,
    meeting: str | None = None,
    album: str = "",
    ask_at: datetime | None = None,
) -> None:
    """Record a file that a person on the roster sent from `address`. `ref` is its incident, if known;
    `meeting` the meeting whose attendees it shows; `album` the album that it belongs to; `ask_at` when its
    sender is asked what it shows.
    """
    most = work.configuration.mechanism.file_megabytes * 1024 * 1024
    too_large = attached.size is not None and attached.size > most
    work.rows.add(
        File,
        {
            "inbox_id": inbox_id,
            "incident_ref": ref,
            "person_id": address.person_id,
            "kind": attached.kind,
            "channel": address.channel,
            "source": attached.source,
            "name": attached.name[:255],
            "media_type": attached.media_type[:100],
            "size": attached.size,
            "status": FileStatus.REFUSED if too_large else FileStatus.WANTED,
            "error": "too large" if too_large else None,
            "attempts": 0,
            "due_at": work.real_now,
            "created_at": work.now,
            "token": secrets.token_urlsafe(24),
            "path": None,
            "meeting_ref": meeting,
            "album": album or None,
            "ask_at": ask_at,
        },
    )


def give_again(work: UnitOfWork, inbox_id: int, ref: str | None) -> bool:
    """Attach the file that came with a message to the incident `ref`, unless it has one; return False if none
    came.
    """
    file = of_message(work, inbox_id)
    if file is not None and ref is not None:
        file.incident_ref = ref
        file.ask_at = None
    return file is not None


def of_message(work: UnitOfWork, inbox_id: int) -> File | None:
    """Return the file that came with a message."""
    work.flush()
    return work.session.scalar(select(File).where(File.inbox_id == inbox_id).limit(1))


def sent_since(work: UnitOfWork, person: Person, since: datetime) -> bool:
    """Return True if this person has sent a file since then."""
    work.flush()
    query = select(File.id).where(File.person_id == person.id, File.created_at >= since).limit(1)
    return work.session.scalar(query) is not None


def of_album(work: UnitOfWork, person: Person, album: str) -> Sequence[str | None]:
    """Return the incidents of the files of this album that came so far, None for each that has none yet."""
    if not album:
        return ()
    work.flush()
    query = select(File.incident_ref).where(File.person_id == person.id, File.album == album)
    return list(work.session.scalars(query))


def attach_album_to_incident(work: UnitOfWork, person: Person, album: str, ref: str) -> None:
    """Attach all files of an album to the incident that its words are about."""
    work.flush()
    work.session.execute(
        update(File)
        .where(File.person_id == person.id, File.album == album, File.meeting_ref.is_(None))
        .values(incident_ref=ref, ask_at=None)
        .execution_options(synchronize_session=False)
    )


def attach_files_to_incident(work: UnitOfWork, person: Person, ref: str, since: datetime) -> list[int]:
    """Attach the files that this person sent since then, and that have no incident, to the incident `ref`.
    Return the ids of the rows of the inbox that brought them.
    """
    work.flush()
    attached = work.session.execute(
        update(File)
        .where(
            File.person_id == person.id,
            File.incident_ref.is_(None),
            File.meeting_ref.is_(None),
            File.created_at >= since,
        )
        .values(incident_ref=ref, ask_at=None)
        .returning(File.inbox_id)
        .execution_options(synchronize_session=False)
    )
    return [row.inbox_id for row in attached]


def files_of_incident(work: UnitOfWork, ref: str) -> list[File]:
    """Return the files of an incident, oldest first."""
    work.flush()
    return list(work.session.scalars(select(File).where(File.incident_ref == ref).order_by(File.id)))


def attachment(work: UnitOfWork, file: File) -> Attachment:
    """Return a file as a screen shows it: by its id at the channel, or by a private link that opens it."""
    url = work.core.public_url
    opens = bool(url) and file.status != FileStatus.REFUSED and not _is_expired(work, file.created_at)
    link = f"{url}/files/{file.token}" if opens else ""
    return Attachment(file.kind, file.channel, file.source, link)


def _is_expired(work: UnitOfWork, made_at: datetime) -> bool:
    return work.now - made_at >= work.configuration.mechanism.file_links


def claim(work: UnitOfWork, channels: Sequence[str], most: int) -> list[Wanted]:
    """Claim files to download, and files whose worker is gone, oldest first."""
    due = (
        select(File)
        .where(
            among(File.status, FileStatus.WANTED, FileStatus.FETCHING),
            or_(File.due_at <= work.real_now, File.due_at > work.real_now + LONGEST_WAIT),
            File.channel.in_(list(channels)),
        )
        .order_by(File.due_at)
        .limit(most)
        .with_for_update(skip_locked=True)
    )
    claimed: list[Wanted] = []
    for file in work.session.scalars(due):
        mine = update(File).where(File.id == file.id, File.status == file.status, File.due_at == file.due_at)
        taken = {
            "status": FileStatus.FETCHING,
            "due_at": work.real_now + LEASE,
            "attempts": file.attempts + 1,
        }
        if changed_one(work.session, mine.values(**taken)):
            claimed.append(Wanted(file.id, file.channel, file.source, file.token, file.attempts + 1))
    return claimed


def record_download(
    work: UnitOfWork, wanted: Wanted, size: int, data: bytes | None, path: str | None
) -> bool:
    """Compare and set: change a file from fetching to kept; return True if it was fetching. `data`: its bytes
    if the database holds it; `path`: its place on disk.
    """
    mine = update(File).where(File.id == wanted.id, File.status == FileStatus.FETCHING)
    done = changed_one(work.session, mine.values(status=FileStatus.KEPT, size=size, path=path, error=None))
    if done and data is not None:
        work.rows.add(FileContent, {"file_id": wanted.id, "data": data})
        work.flush()
    return done


def record_failed_download(work: UnitOfWork, wanted: Wanted, reason: str, permanent: bool) -> None:
    """Change a file from fetching to refused, or to wanted after a pause."""
    gone = permanent or wanted.attempts >= TRIES
    wait = backoff.delay(wanted.attempts, None, False, 0.5)
    values = {
        "status": FileStatus.REFUSED if gone else FileStatus.WANTED,
        "error": reason,
        "due_at": work.real_now + wait,
    }
    changed_one(
        work.session,
        update(File).where(File.id == wanted.id, File.status == FileStatus.FETCHING).values(**values),
    )


@dataclass(frozen=True, slots=True)
class Stored:
    """A kept file for the holder of its link."""

    kind: str
    media_type: str
    path: str | None
    data: bytes | None


class ExpiredError(Exception):
    """The private link to a file opens nothing any more."""


def by_token(work: UnitOfWork, token: str) -> Stored | None:
    """Return the kept file of a private link, or None. Raises ExpiredError if the link is too old."""
    session = work.session
    if not _TOKEN.fullmatch(token):
        return None
    file = session.scalar(select(File).where(File.token == token, File.status == FileStatus.KEPT))
    if file is None:
        return None
    if _is_expired(work, file.created_at):
        raise ExpiredError
    content = session.get(FileContent, file.id) if file.path is None else None
    return Stored(file.kind, file.media_type, file.path, content.data if content else None)


def count_files_to_download(session: Session) -> int:
    """Return how many files are still to be downloaded."""
    query = select(func.count()).where(among(File.status, FileStatus.WANTED, FileStatus.FETCHING))
    return session.scalar(query) or 0
