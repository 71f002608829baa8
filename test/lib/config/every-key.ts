/** A configuration file that sets every key to something else than its default. */
export const EVERY_KEY = `
log_level = "debug"
port = "8080"
host = "0.0.0.0"
auth_token = "\${HTTP_TOKEN}"
allowed_hosts = ["fleet.example.com"]
allowed_origins = ["https://fleet.example.com"]
rate_limit = 100
read_only = true
disable_destructive = true
allow = ["pods_list"]
deny = ["pods_delete"]
toolsets = ["all"]
tool_search = true
kubeconfig_dir = "~/clusters"
kubeconfig = "~/a:/b:~/c"
default_cluster = "one"
auto_discovery = false
probe_concurrency = 20
probe_timeout = "2s"
request_timeout = "1m"
audit_log = "~/audit.log"
audit_max_size = 1000000
audit_keep = 3
audit_required = true
allowed_namespaces = ["shop", "/team-.*/"]
denied_namespaces = ["kube-system"]
allowed_kinds = ["Pod"]
denied_kinds = ["Secret", "*.example.com"]

[access.environments]
prod = "read-only"
[access.clusters]
"prod-1" = "non-destructive"
[[access.rules]]
environments = ["prod"]
clusters = ["prod-*"]
allowed_namespaces = ["shop"]
denied_namespaces = ["/kube-.*/"]
allowed_kinds = ["apps/v1/Deployment"]
denied_kinds = ["v1/Secret"]
[[reveal]]
operations = ["resources_get"]
kinds = ["Secret"]
namespaces = ["shop"]
environments = ["dev"]
clusters = ["dev-*"]
users = ["ada"]
anonymous = true
[cluster_aliases]
uno = "one"
[environments]
"prod-*" = "prod"
[zones]
"gov-*" = "fedramp"

[nsk]
rancher_url = "https://rancher.example.com"
rancher_token = "\${RANCHER_API}"
rancher_insecure = true
profile = "work"
config_dir = "~/nsk"
auto_refresh = true
refresh_interval = "30m"
cluster_pattern = "^prod-.*$"
exclude_clusters = ["old"]
nsk_path = "~/bin/nsk"
github_token = "\${GH}"
mode = "rancher"
kubeconfigs = "generate"
direct_endpoints = true
cluster_ids = ["c-1"]
environment_label = "env"
environment = "dev"
[nsk.environments]
production = "prod"

[rancher.eu]
url = "https://eu.example.com"
token = "\${EU}"
auto_refresh = false
refresh_interval = "10m"
pattern = "(?i)^eu"
exclude = ["local"]
prefix = "eu-"
directory = "~/eu"
ca = "\${CA}"
ca_checksum = "${'AB'.repeat(32)}"
kubeconfigs = "ext"
direct_endpoints = true
cluster_ids = ["c-m-7xk2p9qd"]
environment_label = "stage"
environments = { p = "prod" }
environment = "prod"
[rancher.lab]
url = "http://lab.example.com/"
token_file = "~/lab-token"
insecure = true
[rancher.us]
url = "https://us.example.com/dashboard"
token_secret = "tools/rancher-us#token"

[[auth.tokens]]
user = "bot"
sha256 = "${'ab'.repeat(32)}"
roles = ["viewer"]
[auth.jwt]
issuer = "https://login.example.com"
audience = "fleet"
jwks_uri = "https://login.example.com/keys"
algorithms = ["RS256"]
user_claim = "email"
roles_claim = "groups"
[auth.roles.viewer]
access = "read-only"

[confirmation]
ttl = "2m"
[[confirmation.rules]]
operations = ["pods_*"]
effects = ["destructive"]
clusters = ["prod-*"]
environments = ["prod"]
kinds = ["Pod"]
namespaces = ["/kube-.*/"]
ask = false

[teleport]
enabled = true
tsh_path = "/usr/bin/tsh"
default_profile = "commercial"
auto_renew = true
renew_threshold = "1h30m"
session_timeout = "4h"
require_valid_auth = true
[teleport.environments.commercial]
proxy_url = "teleport.netskope.io:443"
cluster = "iad0"
allowed_clusters = ["a", "b"]
required_roles = ["dev"]
kubernetes_enabled = false
[teleport.kubernetes]
auto_discovery = false
required_groups = ["viewers"]

[plugins]
enabled = true
auto_discovery = false
refresh_interval = "10m"
execution_timeout = "1m"
max_concurrent = 5
allow_any_plugin = true
allowed_plugins = ["tree"]
blocked_plugins = ["*-delete"]
plugin_paths = ["~/plugins"]
[plugins.cluster_plugins]
one = ["tree"]

[helm]
helm_path = "~/bin/helm"
allowed_charts = ["stable/*"]
charts_dir = "~/charts"
registry_config = "~/registry.json"
ca_file = "~/ca.pem"
http_hosts = ["localhost:5000"]
[helm.repositories]
stable = "https://charts.example.com"

[files]
root = "~/copies"
max_bytes = 1000
max_files = 10

[exec]
interactive = true
idle_timeout = "5m"
max_duration = "1h"
`;
