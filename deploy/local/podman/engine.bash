# shellcheck shell=bash
# Which engine runs containers on this machine. Sourced, never run.

# container_engine: docker where this user may use one, else podman.
container_engine() {
    if command -v docker >/dev/null && docker version --format '{{.Server.Version}}' >/dev/null 2>&1; then
        echo docker
    else
        echo podman
    fi
}
