//go:build tools

// Package metricsserver pins the metrics-server that tests build: what serves metrics.k8s.io in most clusters.
package metricsserver

import _ "sigs.k8s.io/metrics-server/cmd/metrics-server"
