//go:build tools

// Package helm pins the helm program so that tests build the same one everywhere.
package helm

import _ "helm.sh/helm/v3/cmd/helm"
