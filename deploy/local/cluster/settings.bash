# shellcheck shell=bash
# What the parts of the node are told. Sourced after names.bash, never run.
# shellcheck disable=SC2154 # names.bash's

network_settings() {
    cat >"$node_state/cni/10-bridge.conflist" <<END
{"cniVersion": "1.0.0", "name": "image-factory", "plugins": [
  {"type": "bridge", "bridge": "$bridge", "isGateway": true, "hairpinMode": true, "ipMasq": false,
   "ipam": {"type": "host-local", "dataDir": "$node_state/ipam",
            "ranges": [[{"subnet": "$network.0/24", "rangeStart": "$network.10", "gateway": "$node_ip"}]],
            "routes": [{"dst": "0.0.0.0/0"}]}},
  {"type": "portmap", "capabilities": {"portMappings": true}}]}
END
}

# Nobody here has CAP_SYS_RESOURCE, which lowering oom_score_adj would need; kernels of such machines have no AppArmor.
containerd_settings() {
    mkdir -p "$node_state/certs.d/$node_registry"
    cat >"$node_state/certs.d/$node_registry/hosts.toml" <<END
server = "http://$node_registry"
[host."http://$node_registry"]
  capabilities = ["pull", "resolve"]
END
    cat >"$node_state/cfg/containerd.toml" <<END
version = 3
root = "$node_state/containerd"
state = "$node_state/containerd-state"
oom_score = 0
disabled_plugins = ["io.containerd.nri.v1.nri", "io.containerd.snapshotter.v1.blockfile",
  "io.containerd.snapshotter.v1.erofs", "io.containerd.internal.v1.tracing", "io.containerd.tracing.processor.v1.otlp"]
[grpc]
  address = "$node_state/containerd.sock"
[plugins.'io.containerd.cri.v1.images'.pinned_images]
  sandbox = "localhost/pause:1"
[plugins.'io.containerd.cri.v1.images'.registry]
  config_path = "$node_state/certs.d"
[plugins.'io.containerd.cri.v1.runtime']
  restrict_oom_score_adj = true
  disable_apparmor = true
  disable_hugetlb_controller = true
  netns_mounts_under_state_dir = true
[plugins.'io.containerd.cri.v1.runtime'.containerd]
  default_runtime_name = "runc"
[plugins.'io.containerd.cri.v1.runtime'.containerd.runtimes.runc]
  runtime_type = "io.containerd.runc.v2"
[plugins.'io.containerd.cri.v1.runtime'.containerd.runtimes.runc.options]
  BinaryName = "$programs/runc"
  SystemdCgroup = false
[plugins.'io.containerd.cri.v1.runtime'.cni]
  bin_dirs = ["/usr/lib/cni"]
  conf_dir = "$node_state/cni"
  use_internal_loopback = true
[plugins.'io.containerd.internal.v1.opt']
  path = "$node_state/opt"
END
}

kubelet_settings() {
    cat >"$node_state/cfg/kubelet.yaml" <<END
apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
failCgroupV1: false # machines with the old hierarchy are taken, too
cgroupDriver: cgroupfs
cgroupRoot: /$cgroup
enforceNodeAllocatable: [pods]
oomScoreAdj: 0
maxOpenFiles: 20000
failSwapOn: false
makeIPTablesUtilChains: false
containerRuntimeEndpoint: unix://$node_state/containerd.sock
address: $node_ip
port: $kubelet_port
healthzPort: 0
clusterDNS: [$node_ip]
clusterDomain: cluster.local
resolvConf: $node_state/cfg/resolv.conf
authentication: {anonymous: {enabled: false}, webhook: {enabled: false}, x509: {clientCAFile: $pki/ca.crt}}
authorization: {mode: Webhook}
tlsCertFile: $pki/kubelet.crt
tlsPrivateKeyFile: $pki/kubelet.key
podLogsDir: $node_state/pod-logs
volumePluginDir: $node_state/volume-plugins
serializeImagePulls: false
imageGCHighThresholdPercent: 100
evictionHard: {memory.available: 100Mi, nodefs.available: 1%, imagefs.available: 1%}
nodeStatusUpdateFrequency: 5s
volumeStatsAggPeriod: 5s # who takes too much room is seen at once, not within a minute
seccompDefault: true
END
}

proxy_settings() {
    cat >"$node_state/cfg/proxy.yaml" <<END
apiVersion: kubeproxy.config.k8s.io/v1alpha1
kind: KubeProxyConfiguration
mode: nftables
clientConnection: {kubeconfig: $node_state/cfg/proxy.kubeconfig}
clusterCIDR: $network.0/24
conntrack: {maxPerCore: 0, tcpEstablishedTimeout: 0s, tcpCloseWaitTimeout: 0s}
hostnameOverride: $node_name
metricsBindAddress: 127.0.0.1:11249
healthzBindAddress: 127.0.0.1:11256
END
}

# Names of Services by the API server; others by the machine's own name servers, where it has any.
dns_settings() {
    cat >"$node_state/cfg/Corefile" <<END
cluster.local {
  bind $node_ip
  errors
  kubernetes cluster.local {
    kubeconfig $kubeconfig
  }
}
END
    ! grep -q '^nameserver' "$node_state/cfg/resolv.conf" || cat >>"$node_state/cfg/Corefile" <<END
. {
  bind $node_ip
  errors
  forward . $node_state/cfg/resolv.conf
}
END
}

# Listens on all ports that policies are tried with; that it knows no names does not matter.
outside_settings() {
    local port
    for port in 22 80 443 8080; do
        printf '.:%s {\n  bind %s %s\n  errors\n}\n' "$port" "$metadata_ip" "$public_ip"
    done >"$node_state/cfg/outside.Corefile"
}
