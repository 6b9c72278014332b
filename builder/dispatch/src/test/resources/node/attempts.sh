# What a step of somebody else's Dockerfile may try. Each attempt is a line: reached, or refused.
attempt() {
    name=$1
    shift
    if "$@" >/dev/null 2>&1; then
        echo "attempt $name: reached"
    else
        echo "attempt $name: refused"
    fi
}

connect() {
    timeout 4 bash -c ": </dev/tcp/$1/$2"
}

# any FILE…: one of them can be read.
any() {
    for file in "$@"; do
        if [ -s "$file" ] && head -c 1 "$file"; then return 0; fi
    done
    return 1
}

# other programs of the pod: the builder and what it drives.
others() {
    for process in /proc/[0-9]*; do
        case $(tr '\0' ' ' <"$process/cmdline" 2>/dev/null) in *builder.jar*) echo "$process" ;; esac
    done
}

environment() {
    for process in $(others); do
        head -c 1 "$process/environ" && return 0
    done
    return 1
}

memory() {
    for process in $(others); do
        (: <"$process/mem") && return 0
    done
    return 1
}

root() {
    for process in $(others); do
        ls "$process/root/etc" && return 0
    done
    return 1
}

[ -n "$(others)" ] && echo "attempt to see the builder: reached" || echo "attempt to see the builder: refused"
attempt "to reach the registry" connect $REGISTRY
attempt "to reach the API server by its Service" connect $SERVICE
attempt "to reach the API server by its address" connect $SERVER
attempt "to reach the metadata address" connect 169.254.169.254 80
attempt "to reach the kubelet" connect $KUBELET
attempt "to reach the factory" connect $FACTORY
attempt "to reach another build" connect $NEIGHBOUR
attempt "to read a service account's token" any /var/run/secrets/kubernetes.io/serviceaccount/token \
    /run/secrets/kubernetes.io/serviceaccount/token /proc/[0-9]*/root/var/run/secrets/kubernetes.io/serviceaccount/token
attempt "to read the login for git" any /etc/image-factory/git/* /proc/[0-9]*/root/etc/image-factory/git/*
attempt "to read a signing key" any $(find / -xdev -name factory.key -o -xdev -name cosign.key) /proc/[0-9]*/root/etc/image-factory/keys/*
attempt "to read the builder's environment" environment
attempt "to read the builder's memory" memory
attempt "to enter the builder's root" root
attempt "to read another build's files" any $(find / -xdev -name "$MARKER") /proc/[0-9]*/root/"$MARKER"
attempt "to make a device" mknod /disk b 8 0
attempt "to command the kernel" bash -c 'echo h >/proc/sysrq-trigger'
attempt "to set the kernel" bash -c 'echo x >/proc/sys/kernel/hostname'
