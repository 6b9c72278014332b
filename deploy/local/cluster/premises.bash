# shellcheck shell=bash
# What the demo on a cluster stands on: images, git, a vulnerability database, and the overlay that names them. Sourced after
# names.bash and process.bash, never run.
# shellcheck disable=SC2154 # names of those that are sourced before

git_port=8443
git_host=${node_ip}_$git_port # as files of credentials are named

# bring_images: the project's own, from where the node can pull them.
bring_images() {
    local name
    quietly "$state/log/images.log" "$here/images" build factory services builder
    for name in factory services builder; do
        quietly "$state/log/push-$name.log" "$here/images" push "$name" "$node_registry/image-factory/$name:1"
    done
    quietly "$state/log/push-trivy.log" buildah push --tls-verify=false "localhost/image-factory/trivy:$(version trivy)" \
        "docker://$node_registry/image-factory/trivy:$(version trivy)"
}

# named NAME: one of them by its digest, as a node keeps what it once pulled by a tag.
named() {
    printf '%s/image-factory/%s@%s\n' "$node_registry" "$1" "$(curl --silent --fail --head \
        --header 'Accept: application/vnd.oci.image.manifest.v1+json' "http://$node_registry/v2/image-factory/$1/manifests/1" |
        tr -d '\r' | sed -n 's/^[Dd]ocker-[Cc]ontent-[Dd]igest: //p')"
}

# blob FILE TYPE: puts the file into the repository of the database, and prints its descriptor.
blob() {
    local digest upload at=http://$node_registry
    digest=sha256:$(sha256sum "$1" | cut -d' ' -f1)
    upload=$(curl --silent --fail --request POST --output /dev/null --dump-header - "$at/v2/trivy-db/blobs/uploads/" |
        tr -d '\r' | sed -n 's/^[Ll]ocation: //p')
    case $upload in /*) upload=$at$upload ;; esac
    case $upload in *\?*) upload=$upload\&digest=$digest ;; *) upload=$upload?digest=$digest ;; esac
    curl --silent --fail --request PUT --header 'Content-Type: application/octet-stream' --data-binary @"$1" "$upload" >&2
    jq -nc --arg type "$2" --arg digest "$digest" --argjson size "$(stat -c %s "$1")" \
        '{mediaType: $type, digest: $digest, size: $size}'
}

# bring_database: the small one, in a repository, as the real one is.
bring_database() {
    local work=$state/trivy-db type=application/vnd.oci.image.manifest.v1+json
    rm -rf "$work" && mkdir -p "$work"
    "$here/trivy-db/make"
    tar -C "$tools/trivy-db/db" -czf "$work/db.tar.gz" trivy.db metadata.json
    printf '{}' >"$work/config.json"
    jq -nc --argjson config "$(blob "$work/config.json" application/vnd.aquasec.trivy.config.v1+json)" \
        --argjson layer "$(blob "$work/db.tar.gz" application/vnd.aquasec.trivy.db.layer.v1.tar+gzip)" \
        '{schemaVersion: 2, mediaType: "'$type'", config: $config, layers: [$layer + {annotations: {"org.opencontainers.image.title": "db.tar.gz"}}]}' >"$work/manifest.json"
    curl --silent --fail --request PUT --header "Content-Type: $type" --data-binary @"$work/manifest.json" \
        "http://$node_registry/v2/trivy-db/manifests/2" >&2
}

# bring_git: the demo's repositories over HTTPS, with a certificate and a login of their own.
bring_git() {
    local pki=$state/git-host
    "$here/demo/source" init "$node_registry"
    mkdir -p "$pki"
    (
        umask 077
        openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 30 -subj /CN=git \
            -addext "subjectAltName=IP:$node_ip" -keyout "$pki/tls.key" -out "$pki/tls.crt" 2>/dev/null
        printf 'pods:%s\n' "$(openssl rand -hex 16)" >"$pki/$git_host"
        cp "$pki/tls.crt" "$pki/$git_host.crt"
    )
    spawn git-host "$programs/githost" "$node_ip:$git_port" "$state/git" "$pki/tls.crt" "$pki/tls.key" "$pki/$git_host"
    wait_for git-host 20 curl --silent --cacert "$pki/tls.crt" "https://$node_ip:$git_port/"
}

# secrets: git's, and accounts of registries, which this one does not ask for; never by arguments.
secrets() {
    local pki=$state/git-host namespace
    printf '{"auths": {"%s": {"auth": "cG9kczpwb2Rz"}}}' "$node_registry" >"$state/config.json"
    for namespace in image-factory image-factory-builds image-factory-scans; do
        kubectl --namespace "$namespace" delete secret image-factory-git image-factory-registry --ignore-not-found
        kubectl --namespace "$namespace" create secret generic image-factory-registry \
            --type=kubernetes.io/dockerconfigjson --from-file=.dockerconfigjson="$state/config.json"
        [ "$namespace" = image-factory-scans ] || kubectl --namespace "$namespace" create secret generic image-factory-git \
            --from-file="$pki/$git_host" --from-file="$pki/$git_host.crt"
    done
}

# permit NAMESPACE NAME PODS PORTS: to what the node itself serves.
permit() {
    cat <<END
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: $2, namespace: $1}
spec:
  podSelector: {$3}
  policyTypes: [Egress]
  egress:
    - to: [{ipBlock: {cidr: $node_ip/32}}]
      ports: [$4]
---
END
}

# network: the node answers for names, where deploy/kubernetes expects pods of kube-system, and has git and the API server on
# ports of its own. Kargo's analyses call the factory, though there is no Kargo.
network() {
    local namespace
    for namespace in image-factory image-factory-builds image-factory-scans; do
        permit "$namespace" node-names '' '{port: 53, protocol: UDP}, {port: 53}'
    done
    permit image-factory node-factory 'matchLabels: {app.kubernetes.io/component: factory}' "{port: $git_port}, {port: $api_port}"
    permit image-factory-builds node-git '' "{port: $git_port}"
    cat "$clone/deploy/kubernetes/components/kargo/network.yaml"
}

# overlay: the evaluation, told where this machine's things are. A node without a provisioner needs its volume named.
overlay() {
    local at=$state/overlay
    mkdir -p "$at"
    sed -e "s|registry: 127\\.0\\.0\\.1:5000|registry: $node_registry|" \
        -e "s|file:\\.run/git/|https://$node_ip:$git_port/|" "$clone/images.yaml" >"$at/images.yaml"
    cat >"$at/volume.yaml" <<END
apiVersion: v1
kind: PersistentVolume
metadata: {name: trivy-database}
spec:
  capacity: {storage: 4Gi}
  accessModes: [ReadWriteOnce]
  storageClassName: ""
  persistentVolumeReclaimPolicy: Retain
  claimRef: {namespace: image-factory-scans, name: trivy-database}
  hostPath: {path: "$node_state/volume", type: Directory}
END
    network >"$at/network.yaml"
    cat >"$at/kustomization.yaml" <<END
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
resources: ["$(realpath --relative-to="$at" "$clone/deploy/kubernetes/overlays/evaluation")", volume.yaml, network.yaml]
images:
  - {name: localhost/image-factory/factory, newName: "$node_registry/image-factory/factory", digest: "$(named factory | sed 's/.*@//')"}
  - {name: localhost/image-factory/services, newName: "$node_registry/image-factory/services", digest: "$(named services | sed 's/.*@//')"}
patches:
  - target: {kind: PersistentVolumeClaim, name: trivy-database}
    patch: '[{"op": "add", "path": "/spec/storageClassName", "value": ""}]'
configMapGenerator:
  - name: image-factory-catalog
    namespace: image-factory
    behavior: replace
    files: [images.yaml]
    options: {disableNameSuffixHash: true}
  - name: image-factory
    namespace: image-factory
    behavior: merge
    literals:
      - FACTORY_REGISTRY_INSECURE=$node_registry
      - FACTORY_BUILDS_KUBERNETES_IMAGE=$(named builder)
      - FACTORY_BUILDS_KUBERNETES_EMULATED=linux/arm64
      - FACTORY_BUILDS_KUBERNETES_CPU=100m
      - FACTORY_BUILDS_KUBERNETES_GIT_SECRET=image-factory-git
      - FACTORY_SCAN_IMAGE=$node_registry/image-factory/trivy:$(version trivy)
      - FACTORY_SCAN_DATABASE=$node_registry/trivy-db:2
      - FACTORY_GITOPS_REPOSITORY=https://$node_ip:$git_port/gitops.git
END
}

# production: that overlay filled in as README says, for what the evaluation left here: its Kafka and PostgreSQL. A Trivy server has
# the database of vulnerabilities, git has the catalog; there is neither Kargo nor a Prometheus operator.
production() {
    local at=$state/production
    git init --quiet --initial-branch=main "$state/images"
    cp "$state/overlay/images.yaml" "$state/images/"
    git -C "$state/images" add .
    git -C "$state/images" -c user.name=demo -c user.email=demo@example.org commit --quiet --message "Enrol images"
    git clone --quiet --bare "$state/images" "$state/git/images.git"
    mkdir -p "$at"
    cp -r "$clone/deploy/kubernetes/overlays/production" "$at/filled"
    sed -i -e "s|\.\./\.\./|$(realpath --relative-to="$at/filled" "$clone/deploy/kubernetes")/|" \
        -e '/components\/kargo/d; /components\/monitoring/d; s|components/scan-volume|components/scan-server|' \
        -e "s|newTag: .*|digest: $(named factory | sed 's/.*@//')|; s|registry\.example\.org/image-factory/builder:1|$(named builder)|" \
        -e "s|registry\.example\.org|$node_registry|; s|git\.example\.org/platform|$node_ip:$git_port|" \
        -e "s|kafka\.example\.org|image-factory-services.image-factory.svc|" \
        -e "s|postgres\.example\.org|image-factory-services.image-factory.svc|" "$at/filled/kustomization.yaml"
    sed -i -e "s|192\.0\.2\.0/24|$network.0/24|; s|port: 443|port: ${node_registry#*:}|" "$at/filled/network.yaml"
    network >"$at/network.yaml"
    cat >"$at/kustomization.yaml" <<END
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
resources: [filled, network.yaml]
images:
  - {name: docker.io/aquasec/trivy, newName: "$node_registry/image-factory/trivy"}
patches:
  - patch: |-
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: trivy-server, namespace: image-factory-scans}
      spec:
        template:
          spec:
            containers:
              - name: server
                env:
                  - {name: TRIVY_DB_REPOSITORY, value: "$node_registry/trivy-db:2"}
                  - {name: TRIVY_INSECURE, value: "true"}
configMapGenerator:
  - name: image-factory
    namespace: image-factory
    behavior: merge
    literals:
      - FACTORY_REGISTRY_INSECURE=$node_registry
      - FACTORY_BUILDS_KUBERNETES_EMULATED=linux/arm64
      - FACTORY_BUILDS_KUBERNETES_CPU=100m
      - FACTORY_GITOPS_REPOSITORY=https://$node_ip:$git_port/gitops.git
END
}
