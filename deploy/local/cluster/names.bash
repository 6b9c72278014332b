# shellcheck shell=bash
# Names, addresses and places of the throw-away cluster. Sourced after lib.bash, never run.
# shellcheck disable=SC2034 # for those that source this

programs=$tools/cluster
# Not in the clone: pods with user namespaces must be able to walk down to their root file systems, and UNIX sockets lie
# here, whose paths are short.
node_state=${IMAGE_FACTORY_CLUSTER:-/var/lib/image-factory-cluster}
node_name=image-factory
bridge=imagefactory0
table=image_factory_cluster # of nftables: one masquerade rule, and nothing of a pod that no policies are enforced on
enforced=0x20000            # marks packets that kube-router's rules let pass
cgroup=image-factory-cluster
network=10.85.0             # pods: $network.0/24; .1 is the node, the API server, the registry and the names of Services
node_ip=$network.1
services=10.96.0            # services: $services.0/24
api_port=16443
etcd_port=12379
kubelet_port=11250
outside=image-factory-out   # a network namespace: what pods find outside, and nobody else sees
outside_link=imagefactory1
outside_table=1085          # of routes
metadata_ip=169.254.169.254 # where clouds have their machines' keys
public_ip=203.0.113.10      # any address of the Internet
node_registry=$node_ip:5000
kubeconfig=$node_state/admin.kubeconfig
pki=$node_state/pki

kubectl() {
    "$programs/kubectl" --kubeconfig "$kubeconfig" "$@"
}
