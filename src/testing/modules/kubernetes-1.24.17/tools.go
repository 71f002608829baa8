//go:build tools

// Package kubernetes pins the programs of one Kubernetes release so that they can be built where no release can be downloaded.
package kubernetes

import (
	_ "k8s.io/kubernetes/cmd/kube-apiserver"
	_ "k8s.io/kubernetes/cmd/kube-controller-manager"
	_ "k8s.io/kubernetes/cmd/kube-scheduler"
)
