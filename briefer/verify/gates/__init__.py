"""A module or two for each gate: they yield what they have against a claim, nothing where it passes."""

from briefer.verify.gates.dates import check_when
from briefer.verify.gates.fields import check_carried, check_organisation, check_role, check_status
from briefer.verify.gates.ids import check_ids
from briefer.verify.gates.names import check_name, check_names
from briefer.verify.gates.negation import check_cut, check_negation, has_turning
from briefer.verify.gates.numbers import check_numbers
from briefer.verify.gates.quote import check_marked, check_quotes, is_joined, only_quotes
from briefer.verify.gates.speaker import check_speaker
from briefer.verify.gates.stance import check_stance
from briefer.verify.gates.step import check_step
from briefer.verify.gates.support import check_support, coverage
from briefer.verify.gates.telling import check_said, check_telling

__all__ = [
    "check_carried",
    "check_cut",
    "check_ids",
    "check_marked",
    "check_name",
    "check_names",
    "check_negation",
    "check_numbers",
    "check_organisation",
    "check_quotes",
    "check_role",
    "check_said",
    "check_speaker",
    "check_stance",
    "check_status",
    "check_step",
    "check_support",
    "check_telling",
    "check_when",
    "coverage",
    "has_turning",
    "is_joined",
    "only_quotes",
]
