# shellcheck shell=bash
# What only root can install: packages of Debian, each with the file that shows it is there, and ranges of subordinate
# ids. Sourced, never run.

packages=(
    "arch-test:/usr/bin/arch-test"                               # mmdebstrap asks it what can be run here
    "binfmt-support:/usr/sbin/update-binfmts"                    # arm64 by emulation
    "buildah:/usr/bin/buildah"                                   # builds images
    "ca-certificates:/etc/ssl/certs/ca-certificates.crt"
    "containers-storage:/usr/share/containers/storage.conf"      # layers as overlays; without it each is copied whole
    "curl:/usr/bin/curl"
    "debian-archive-keyring:/usr/share/keyrings/debian-archive-keyring.gpg" # the demo's base image, checked
    "git:/usr/bin/git"
    "jq:/usr/bin/jq"
    "mmdebstrap:/usr/bin/mmdebstrap"                             # the demo's base image, without root
    "python3-pip:/usr/bin/pip3"                                  # brings task, and Go where it is missing
    "qemu-user-static:/usr/bin/qemu-aarch64-static"              # arm64 by emulation
    "skopeo:/usr/bin/skopeo"                                     # pushes the demo's base image
    "slirp4netns:/usr/bin/slirp4netns"                           # network of rootless containers
    "uidmap:/usr/bin/newuidmap"                                  # subordinate ids
)

# Where nobody may use a Docker: its API for the scanner's container.
podman_packages=("podman:/usr/bin/podman")
[ -e /sys/fs/cgroup/cgroup.controllers ] || podman_packages+=("runc:/usr/sbin/runc") # crun does not know cgroup v1

# For the dedicated user that root's runs go on as.
# shellcheck disable=SC2034 # for those that source this
user_packages=(
    "acl:/usr/bin/setfacl"                                       # a clone in a folder of root's
    "runc:/usr/sbin/runc"                                        # runs containers under cgroup v1 as well
)

# For a Kubernetes node on this machine.
# shellcheck disable=SC2034 # for those that source this
cluster_packages=(
    "conntrack:/usr/sbin/conntrack"                              # kube-proxy clears connections with it
    "containernetworking-plugins:/usr/lib/cni/bridge"            # network of pods
    "gcc:/usr/bin/gcc"                                           # runc is built with libseccomp
    "iproute2:/usr/sbin/ip"
    "ipset:/usr/sbin/ipset"                                      # network policies are enforced with it, and with iptables
    "iptables:/usr/sbin/iptables"
    "libc6-dev:/usr/include/stdlib.h"
    "libseccomp-dev:/usr/include/seccomp.h"
    "nftables:/usr/sbin/nft"
    "openssl:/usr/bin/openssl"                                   # certificates
    "pkg-config:/usr/bin/pkg-config"
)

# missing ENTRY…: the names of those packages that are not there, a line each.
missing() {
    local entry
    for entry in "$@"; do
        [ -e "${entry#*:}" ] || printf '%s\n' "${entry%%:*}"
    done | sort -u
}

# has_ids USER: a range of subordinate user ids and one of group ids.
has_ids() {
    local file
    for file in /etc/subuid /etc/subgid; do
        grep -qE "^($1|$(id -u "$1")):" "$file" 2>/dev/null || return 1
    done
}

# free_range: the first id above every range that is given out.
free_range() {
    cat /dev/null /etc/subuid /etc/subgid 2>/dev/null |
        awk -F: 'BEGIN { free = 100000 } $2 + $3 > free { free = $2 + $3 } END { print free }'
}
