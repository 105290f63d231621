"""One more question about the claims that the gates only flagged: do the sentences carry them, yes or no."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from briefer.engines.openai.outcomes import Prompt
from briefer.engines.openai.prompt import Prompts, shown
from briefer.engines.openai.told import Told, put_in, told
from briefer.model import Analysis, Check, Findings, Gate, GateResult, Reason

if TYPE_CHECKING:
    from briefer.engines.openai.reply import Verdict

#: What only code can see: that the sentences are there, and that a quotation is verbatim.
_NEVER: frozenset[Gate] = frozenset({"ids", "quote"})
_BASE, _PER_CLAIM, _TOKENS = 500, 40, 4_000


def doubted(findings: Findings, analysis: Analysis) -> tuple[Told, ...]:
    """The flagged claims in the order of the findings."""
    return told(findings, analysis, "flagged")


def second_look_prompt(analysis: Analysis, items: Sequence[Told], prompts: Prompts) -> Prompt:
    """The question about all flagged claims of an article, with the sentences that they cite."""
    from briefer.engines.openai.reply import SecondLook
    from briefer.engines.openai.schema import schema_of

    asked = prompts.question("second_look.j2", items=items)
    cited = sorted({at for item in items for at in item.sentences})
    article = {**shown(analysis, cited), "part": False}
    data = prompts.render("article.j2", task={"language": None, "questions": ()}, article=article, again=False)
    return Prompt(
        system=prompts.instructions("second_look.j2"),
        user=f"{asked}\n\n{data.strip()}",
        schema_name="second_look",
        schema=schema_of(SecondLook),
        max_tokens=min(_TOKENS, _BASE + _PER_CLAIM * len(items)),
    )


def looked_at(findings: Findings, answers: Sequence[Verdict], model: str) -> Findings:
    """The findings with the model's word on the flagged claims; where it is not sure, or silent, they stay flagged."""
    verdicts: dict[str, str] = {}
    for answer in answers:
        name = answer.claim.strip().lower()
        # Whoever says both yes and no of one claim is not sure.
        verdicts[name] = answer.carried if verdicts.get(name, answer.carried) == answer.carried else "unsure"

    def new(name: str, _kind: str, claim: Any) -> Any:
        check = _judged(claim.check, verdicts.get(name, "unsure"), model)
        return claim if check is claim.check else replace(claim, check=check)

    return put_in(findings, "flagged", new)


def _judged(check: Check, verdict: str, model: str) -> Check:
    """What the check comes to; the reasons of the rules stay, for they are what the model was asked about."""
    if verdict == "no":
        said = Reason("support", f"{model}, asked a second time, says the sentences do not carry it")
        gates: Mapping[Gate, GateResult] = {**check.gates, "support": "fail"}
        return replace(check, status="withheld", gates=gates, reasons=(*check.reasons, said), by=model)
    if verdict != "yes":
        return check
    gates = {gate: result if gate in _NEVER or result == "fail" else "pass" for gate, result in check.gates.items()}
    if set(gates.values()) != {"pass"}:
        return check
    return replace(check, status="verified", gates=gates, by=model)
