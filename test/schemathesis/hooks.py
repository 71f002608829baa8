"""What the OpenAPI document cannot say to schemathesis: without these, most right inputs end before they reach a cluster."""

import schemathesis

CLUSTER = "current"

# Parameters that cannot stand together, which OpenAPI cannot say: where the first is given, the others are left out.
EXCLUDES = {
    # Nobody may see secrets here: all answers would be refusals.
    "resources_get": {"name": ["reveal"]},
    "nodes_top": {"name": ["label_selector"]},
    "pods_top": {"all_namespaces": ["namespace", "name"], "name": ["label_selector"]},
    "pods_log": {
        "name": ["labelSelector"],
        "container": ["all_containers"],
        "since": ["sinceTime"],
        "previous": ["follow", "follow_for", "follow_lines"],
    },
    "resources_list": {"summary": ["projection", "columns", "sort", "limit", "output"], "projection": ["columns", "sort", "output"]},
}


@schemathesis.hook
def before_call(ctx, case, kwargs):
    meta = case.meta
    if meta is None or not meta.generation.mode.is_positive:
        return
    # Continue tokens that are made up are refused, and with them what the case is about.
    if getattr(meta.phase.data, "parameter", None) != "continue":
        case.query.pop("continue", None)
    for first, others in EXCLUDES.get(case.operation.path.rsplit("/", 1)[-1], {}).items():
        if first in case.query:
            for other in others:
                case.query.pop(other, None)
    # Writes never use a default cluster, and requests have no session to choose one in.
    if isinstance(case.body, dict) and takes_cluster(case.operation):
        case.body.setdefault("cluster", CLUSTER)


def takes_cluster(operation):
    schemas = (body.definition.get("schema", {}) for body in operation.body)
    return any("cluster" in schema.get("properties", {}) for schema in schemas)
