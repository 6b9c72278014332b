module tools

go 1.26

require github.com/aquasecurity/trivy v0.74.0
