//go:build tools

// Package tools names the program that is built here, so that go.mod pins it.
package tools

import _ "github.com/aquasecurity/trivy/cmd/trivy"
