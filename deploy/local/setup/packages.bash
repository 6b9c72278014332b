# shellcheck shell=bash
# The packages of Debian that the local set-up stands on, each with the file that shows it is there. Sourced, never run.

packages=(
    "acl:/usr/bin/setfacl"                                       # a clone in a folder of root's
    "arch-test:/usr/bin/arch-test"                               # mmdebstrap asks it what can be run here
    "binfmt-support:/usr/sbin/update-binfmts"                    # arm64 by emulation
    "buildah:/usr/bin/buildah"                                   # builds images
    "ca-certificates:/etc/ssl/certs/ca-certificates.crt"
    "curl:/usr/bin/curl"
    "debian-archive-keyring:/usr/share/keyrings/debian-archive-keyring.gpg" # the demo's base image, checked
    "git:/usr/bin/git"
    "jq:/usr/bin/jq"
    "mmdebstrap:/usr/bin/mmdebstrap"                             # the demo's base image, without root
    "podman:/usr/bin/podman"                                     # the Docker API for the scanner's container
    "python3-pip:/usr/bin/pip3"                                  # brings task, and Go where it is missing
    "qemu-user-static:/usr/bin/qemu-aarch64-static"              # arm64 by emulation
    "runc:/usr/sbin/runc"                                        # runs containers under cgroup v1 as well
    "skopeo:/usr/bin/skopeo"                                     # pushes the demo's base image
    "slirp4netns:/usr/bin/slirp4netns"                           # network of rootless containers
    "uidmap:/usr/bin/newuidmap"                                  # subordinate ids
)

# missing_packages: the names of those that are not there, a line each.
missing_packages() {
    local entry
    for entry in "${packages[@]}"; do
        [ -e "${entry#*:}" ] || printf '%s\n' "${entry%%:*}"
    done
}
