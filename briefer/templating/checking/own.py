"""Which expressions can only be words of the template itself."""

from __future__ import annotations

from jinja2 import nodes


def own_words(node: nodes.Node) -> bool:
    """Whether an expression can only be words that stand in the template."""
    match node:
        case nodes.Const() | nodes.TemplateData():
            return True
        case nodes.CondExpr():
            return own_words(node.expr1) and (node.expr2 is None or own_words(node.expr2))
        case nodes.Concat():
            return all(own_words(part) for part in node.nodes)
        case nodes.Mul():
            return own_words(node.left) or own_words(node.right)
        case nodes.Getattr() | nodes.Getitem():
            # What a language calls its marks and directions comes from CLDR.
            return own_words(node.node)
        case nodes.Name():
            return bool(node.name == "locale")
        case nodes.Filter() if node.node is not None:
            return node.name in ("safe", "upper", "lower", "trim") and own_words(node.node)
    return False
