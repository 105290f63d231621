"""The gates: claims against the analysis and the text of record, and nothing else."""

from briefer.verify.bundle import Mismatch, check_brief, check_edited, check_statement
from briefer.verify.claims import check_claim
from briefer.verify.findings import check_findings

__all__ = ["Mismatch", "check_brief", "check_claim", "check_edited", "check_findings", "check_statement"]
