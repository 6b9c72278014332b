package imagefactory.builder.dispatch.kubernetes;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeRuntimeHandler;
import io.fabric8.kubernetes.api.model.NodeRuntimeHandlerFeatures;
import io.fabric8.kubernetes.api.model.NodeStatus;
import io.fabric8.kubernetes.api.model.NodeSystemInfo;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a node lacks that pods with a user namespace of their own need, by what its kubelet says of it. Pure.
 *
 * <p>Source: Kubernetes, "User Namespaces", <i>Before you begin</i>; {@code status.runtimeHandlers} of a Node.
 *
 * @param sure whether such a pod cannot run there at all, or not in a user namespace; else it may, or not
 */
record Shortcoming(String found, String remedy, boolean sure) {
    private static final Version KUBELET = new Version(1, 33);
    private static final Version KERNEL = new Version(6, 3);
    private static final Version CONTAINERD = new Version(2, 0);
    private static final Version CRI_O = new Version(1, 25);
    private static final String RUNTIME_REMEDY =
            "Update its runtime to containerd 2.0 or CRI-O 1.25, with runc 1.2 or crun 1.9";

    /** The first two numbers. */
    private record Version(int major, int minor) {
        private static final Pattern NUMBERS = Pattern.compile("([0-9]{1,6})\\.([0-9]{1,6})");

        static Optional<Version> in(String text) {
            var numbers = NUMBERS.matcher(text);
            return numbers.find()
                    ? Optional.of(new Version(Integer.parseInt(numbers.group(1)), Integer.parseInt(numbers.group(2))))
                    : Optional.empty();
        }

        boolean isBefore(Version other) {
            return major < other.major || (major == other.major && minor < other.minor);
        }
    }

    static List<Shortcoming> of(Node node) {
        var status = Objects.requireNonNullElseGet(node.getStatus(), NodeStatus::new);
        var info = Objects.requireNonNullElseGet(status.getNodeInfo(), NodeSystemInfo::new);
        return Stream.of(kubelet(info), runtime(status, info), kernel(info))
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<Shortcoming> kubelet(NodeSystemInfo info) {
        var said = String.valueOf(info.getKubeletVersion());
        return old(said, KUBELET)
                .map(known -> new Shortcoming(
                        "kubelet " + said
                                + (known ? ": before 1.33 it drops hostUsers, and a build is a user of the node" : ""),
                        "Update its kubelet to 1.33",
                        known));
    }

    /** Where the kubelet says what the runtime can do, its OCI runtime is meant too. */
    private static Optional<Shortcoming> runtime(NodeStatus status, NodeSystemInfo info) {
        var said = String.valueOf(info.getContainerRuntimeVersion());
        var told = userNamespaces(status);
        if (told.isPresent()) {
            return Optional.of(new Shortcoming(
                            said + " says that, with its OCI runtime, it makes no user namespaces",
                            RUNTIME_REMEDY,
                            true))
                    .filter(_ -> !told.get());
        }
        if (said.startsWith("containerd://")) {
            return byVersion(said, CONTAINERD);
        }
        return said.startsWith("cri-o://")
                ? byVersion(said, CRI_O)
                : Optional.of(new Shortcoming(
                        said + " is no runtime that is known to make user namespaces", RUNTIME_REMEDY, false));
    }

    private static Optional<Shortcoming> byVersion(String said, Version least) {
        return old(said, least)
                .map(known -> new Shortcoming(
                        said + (known ? " makes no user namespaces for pods" : ""), RUNTIME_REMEDY, known));
    }

    /** Of the handler that pods get which name none. */
    private static Optional<Boolean> userNamespaces(NodeStatus status) {
        return status.getRuntimeHandlers().stream()
                .filter(handler ->
                        Optional.ofNullable(handler.getName()).orElse("").isEmpty())
                .findFirst()
                .map(NodeRuntimeHandler::getFeatures)
                .map(NodeRuntimeHandlerFeatures::getUserNamespaces);
    }

    /** Never sure: vendors bring what they need back into older kernels, and only a pod that mounts a tmpfs does not start. */
    private static Optional<Shortcoming> kernel(NodeSystemInfo info) {
        var said = "Linux " + info.getKernelVersion() + " (" + info.getOsImage() + ")";
        return old(said, KERNEL)
                .map(known -> new Shortcoming(
                        said
                                + (known
                                        ? ": before 6.3 tmpfs has no idmapped mounts, and a pod that mounts a Secret may not start"
                                        : ""),
                        "Take a kernel from 6.3 on, or one into which its vendor brought that back",
                        false));
    }

    /** @return empty where it is new enough; false where that is not known */
    private static Optional<Boolean> old(String said, Version least) {
        var version = Version.in(said);
        return version.isEmpty()
                ? Optional.of(false)
                : version.map(known -> known.isBefore(least)).filter(old -> old);
    }
}
