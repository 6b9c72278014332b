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

# Under cgroup v1 Podman runs containers as this says, whoever the user is: its own choice, crun, does not know it.
[ -e /sys/fs/cgroup/cgroup.controllers ] || export CONTAINERS_CONF="$clone/deploy/local/podman/containers.conf"
