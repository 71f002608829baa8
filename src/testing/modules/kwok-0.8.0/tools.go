//go:build tools

// Package kwok pins the node simulator so that it can be built where no release can be downloaded.
package kwok

import _ "sigs.k8s.io/kwok/cmd/kwok"
