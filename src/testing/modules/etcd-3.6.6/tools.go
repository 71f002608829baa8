//go:build tools

// Package etcd pins the etcd server so that it can be built where no release can be downloaded.
package etcd

import _ "go.etcd.io/etcd/server/v3"
