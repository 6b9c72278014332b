# shellcheck shell=bash
# One authority for the cluster, and a certificate for each that talks: made once, elliptic keys, 30 days. Sourced after
# names.bash, never run.
# shellcheck disable=SC2154 # names.bash's

# certificate FILE SUBJECT USAGE [ALTERNATIVE_NAMES]
certificate() {
    [ ! -f "$pki/$1.crt" ] || return 0
    openssl ecparam -name prime256v1 -genkey -noout -out "$pki/$1.key"
    openssl req -new -key "$pki/$1.key" -subj "$2" |
        openssl x509 -req -days 30 -CA "$pki/ca.crt" -CAkey "$pki/ca.key" -CAserial "$pki/ca.srl" -CAcreateserial \
            -out "$pki/$1.crt" -extfile \
            <(printf 'keyUsage=digitalSignature\nextendedKeyUsage=%s\n%s' "$3" "${4:+subjectAltName=$4}") 2>/dev/null
}

# client FILE CERTIFICATE: a kubeconfig
client() {
    cat >"$1" <<END
apiVersion: v1
kind: Config
current-context: cluster
contexts: [{name: cluster, context: {cluster: cluster, user: user}}]
clusters:
  - name: cluster
    cluster: {server: "https://$node_ip:$api_port", certificate-authority-data: $(base64 -w0 <"$pki/ca.crt")}
users:
  - name: user
    user: {client-certificate-data: $(base64 -w0 <"$pki/$2.crt"), client-key-data: $(base64 -w0 <"$pki/$2.key")}
END
}

make_certificates() {
    local who
    mkdir -p "$pki"
    if [ ! -f "$pki/ca.crt" ] || ! openssl x509 -checkend 86400 -noout -in "$pki/ca.crt" >/dev/null; then
        rm -f "$pki"/*
        openssl ecparam -name prime256v1 -genkey -noout -out "$pki/ca.key"
        openssl req -x509 -new -key "$pki/ca.key" -subj /CN=cluster-ca -days 30 -out "$pki/ca.crt"
        openssl ecparam -name prime256v1 -genkey -noout -out "$pki/sa.key"
        openssl ec -in "$pki/sa.key" -pubout -out "$pki/sa.pub" 2>/dev/null
    fi
    certificate apiserver /CN=kube-apiserver serverAuth \
        "IP:127.0.0.1,IP:$node_ip,IP:$services.1,DNS:localhost,DNS:kubernetes,DNS:kubernetes.default,DNS:kubernetes.default.svc"
    certificate admin /O=system:masters/CN=admin clientAuth
    certificate kubelet-client /O=system:masters/CN=apiserver-kubelet-client clientAuth
    certificate controller-manager /CN=system:kube-controller-manager clientAuth
    certificate scheduler /CN=system:kube-scheduler clientAuth
    certificate kubelet "/O=system:nodes/CN=system:node:$node_name" clientAuth,serverAuth "IP:$node_ip,DNS:$node_name"
    certificate proxy /CN=system:kube-proxy clientAuth
    client "$kubeconfig" admin
    for who in controller-manager scheduler kubelet proxy; do
        client "$node_state/cfg/$who.kubeconfig" "$who"
    done
}
