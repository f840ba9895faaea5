"""The JSON report, read back: the findings in it, from a file or from the document itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nqi_limits.earlier.model import told
from nqi_limits.outputs.fingerprint import fingerprint
from nqi_limits.outputs.telling import ID_FIELDS
from nqi_limits.values.id_numbers import mask_id

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nqi_limits.earlier.model import Told


def told_in(document: Mapping[str, Any]) -> list[Told]:
    """The findings of a document that docs/report.schema.json describes. Raises KeyError or TypeError for anything else."""
    ids = {
        (file["file"], sheet["sheet"], header)
        for file in document["inputs"]
        for sheet in file["sheets"]
        for header, name in sheet["columns"].items()
        if name in ID_FIELDS
    }
    return [_told(one, ids) for one in document["findings"]]


def _told(one: Mapping[str, Any], ids: set[tuple[str, str, str]]) -> Told:
    person = one["person"]
    return told(
        id=str(one["id"]),
        rule=str(one["rule"]),
        severity=str(one["severity"]),
        name=person["name"] if person else "",
        id_number=person["id"] if person else "",
        organisation=person["organisation"] if person else "",
        applications=one["applications"],
        ongoing=one["ongoing"],
        falls=one["falls"],
        may_fall=one.get("may_fall"),
        readings=one["readings"],
        print_of_values=fingerprint(
            mask_id(place["value"]) if (place["file"], place["sheet"], place["header"]) in ids else str(place["value"])
            for place in one["places"]
        ),
        message=str(one["message"]),
    )
