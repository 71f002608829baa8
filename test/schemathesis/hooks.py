"""What the OpenAPI document cannot say to schemathesis: without these, most right inputs end before they reach a cluster."""

import schemathesis

CLUSTER = "current"


@schemathesis.hook
def before_call(ctx, case, kwargs):
    meta = case.meta
    if meta is None or not meta.generation.mode.is_positive:
        return
    # Continue tokens that are made up are refused, and with them what the case is about.
    if getattr(meta.phase.data, "parameter", None) != "continue":
        case.query.pop("continue", None)
    # Writes never use a default cluster, and requests have no session to choose one in.
    if isinstance(case.body, dict) and takes_cluster(case.operation):
        case.body.setdefault("cluster", CLUSTER)


def takes_cluster(operation):
    schemas = (body.definition.get("schema", {}) for body in operation.body)
    return any("cluster" in schema.get("properties", {}) for schema in schemas)
