package imagefactory.builder.dispatch.kubernetes;

import static imagefactory.builder.dispatch.kubernetes.JobSettings.Placement.ANYWHERE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import imagefactory.builder.dispatch.kubernetes.JobSettings.Placement;
import imagefactory.core.image.Platform;
import imagefactory.core.outcome.Problem;
import imagefactory.core.outcome.Problem.Code;
import imagefactory.core.outcome.Symptom;
import imagefactory.core.outcome.Symptom.Verdict;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.client.VersionInfo;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class FitnessTest {
    private static final String RUNTIME =
            "Update its runtime to containerd 2.0 or CRI-O 1.25, with runc 1.2 or crun 1.9";
    private static final Node NEW =
            node("new", "v1.36.0", "containerd://2.2.9", "6.12.1").build();

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "HOST_USERS")
    void podsWithUserNamespacesNeedAClusterThatMakesThem(PodVariant pod) {
        assertThat(Fitness.fault(version("1", "32"), pod))
                .contains(new Problem(
                        Code.BUILD_UNSUPPORTED,
                        "The cluster is Kubernetes 1.32, and would run the build as a user of its node: pods have user"
                                + " namespaces from 1.33 on.",
                        "Update the cluster, or take factory.builds.kubernetes.pod=host-users with what that costs."));
    }

    @ParameterizedTest
    @CsvSource({"1, 33", "1, 33+", "1, 36-gke.100", "2, 0"})
    void whatIsNewEnoughIsTaken(String major, String minor) {
        assertThat(Fitness.fault(version(major, minor), PodVariant.USER_NAMESPACE))
                .isEmpty();
    }

    @Test
    void usersOfTheNodeAreThereInAnyCluster() {
        assertThat(Fitness.fault(version("1", "28"), PodVariant.HOST_USERS)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "v1.33.0, containerd://2.0.0, 6.3.0-1-amd64",
        "v1.36.3+k3s1, containerd://2.2.9, 6.12.0-gke.4",
        "v1.40.1-eks-1, cri-o://1.25.0, 7.0.1",
    })
    void newNodeLacksNothing(String kubelet, String runtime, String kernel) {
        assertThat(Shortcoming.of(node("new", kubelet, runtime, kernel).build()))
                .isEmpty();
    }

    @Test
    void oldNodeLacksThreeThings() {
        var node = node("old", "v1.32.9", "containerd://1.7.27", "5.15.0-91-generic");

        assertThat(Shortcoming.of(node.build()))
                .containsExactly(
                        new Shortcoming(
                                "kubelet v1.32.9: before 1.33 it drops hostUsers, and a build is a user of the node",
                                "Update its kubelet to 1.33",
                                true),
                        new Shortcoming("containerd://1.7.27 makes no user namespaces for pods", RUNTIME, true),
                        new Shortcoming(
                                "Linux 5.15.0-91-generic (Debian): before 6.3 tmpfs has no idmapped mounts, and a pod that"
                                        + " mounts a Secret may not start",
                                "Take a kernel from 6.3 on, or one into which its vendor brought that back",
                                false));
    }

    @ParameterizedTest
    @CsvSource({
        "cri-o://1.24.6, true, cri-o://1.24.6 makes no user namespaces for pods",
        "docker://27.1.1, false, docker://27.1.1 is no runtime that is known to make user namespaces"
    })
    void whatARuntimeMakesGoesByItsVersionWhereTheNodeDoesNotSay(String runtime, boolean sure, String found) {
        assertThat(Shortcoming.of(node("n", "v1.36.0", runtime, "6.12.1").build()))
                .containsExactly(new Shortcoming(found, RUNTIME, sure));
    }

    /** As a new containerd does over a runc that is too old: no version that the node tells shows it. */
    @Test
    void whatTheNodeSaysOfItsRuntimeCounts() {
        var node = node("n", "v1.36.0", "containerd://2.2.9", "6.12.1");
        var other = node("n", "v1.36.0", "other://1", "6.12.1");

        assertThat(Shortcoming.of(saying(node, false)))
                .containsExactly(new Shortcoming(
                        "containerd://2.2.9 says that, with its OCI runtime, it makes no user namespaces",
                        RUNTIME,
                        true));
        assertThat(Shortcoming.of(saying(other, true))).isEmpty();
    }

    @Test
    void nothingIsClaimedOfANodeThatSaysNothing() {
        assertThat(Shortcoming.of(new NodeBuilder().build()))
                .extracting(Shortcoming::found, Shortcoming::sure)
                .containsExactly(
                        tuple("kubelet null", false),
                        tuple("null is no runtime that is known to make user namespaces", false),
                        tuple("Linux null (null)", false));
    }

    @Test
    void oldNodesAreWarnedOfTogetherWhileOthersAreFit() {
        var old = IntStream.range(0, 7)
                .mapToObj(i -> node("old-" + i, "v1.36.0", "containerd://1.7.2", "6.12.1")
                        .build());
        var nodes = Stream.concat(old, Stream.of(NEW)).toList();

        assertThat(Fitness.ofNodes(nodes, settings(PodVariant.USER_NAMESPACE, ANYWHERE), Set.of()))
                .containsExactly(
                        Symptom.ok(
                                "nodes", "1 of 8 that take builds have what user namespaces need, as far as they say"),
                        Symptom.warn(
                                "nodes",
                                "old-0, old-1, old-2, old-3, old-4 and 2 more: containerd://1.7.2 makes no user namespaces"
                                        + " for pods",
                                RUNTIME + ", or keep builds off by factory.builds.kubernetes.nodes."));
    }

    @Test
    void clusterWithoutAFitNodeIsRefused() {
        var nodes =
                List.of(node("old", "v1.36.0", "containerd://1.7.2", "6.12.1").build());

        assertThat(Fitness.ofNodes(nodes, settings(PodVariant.SYS_ADMIN, ANYWHERE), Set.of()))
                .contains(Symptom.failed(
                        "nodes",
                        "No node that takes builds has user namespaces for pods: old: containerd://1.7.2 makes no user"
                                + " namespaces for pods.",
                        RUNTIME + ", or take factory.builds.kubernetes.pod=host-users with what that costs."));
    }

    /** Vendors bring what is needed back into kernels that are called older. */
    @Test
    void oldKernelsAloneAreNoReasonToRefuse() {
        var nodes = List.of(node("el9", "v1.36.0", "cri-o://1.36.0", "5.14.0-570.el9.x86_64")
                .build());

        assertThat(Fitness.ofNodes(nodes, settings(PodVariant.USER_NAMESPACE, ANYWHERE), Set.of()))
                .extracting(Symptom::verdict)
                .containsExactly(Verdict.OK, Verdict.WARN);
    }

    @Test
    void usersOfTheNodeAreThereOnAnyNode() {
        var nodes = List.of(node("old", "v1.28.0", "docker://20.10", "4.19.0").build());

        assertThat(Fitness.ofNodes(nodes, settings(PodVariant.HOST_USERS, ANYWHERE), Set.of()))
                .containsExactly(Symptom.ok("nodes", "1 take builds, as users of the node"));
    }

    @Test
    void tolerationsSayWhichNodesTakeBuilds() {
        var control = new NodeBuilder(NEW)
                .editOrNewSpec()
                .addNewTaint("NoSchedule", "node-role.kubernetes.io/control-plane", null, "")
                .endSpec()
                .build();
        var builders = new NodeBuilder(NEW)
                .editOrNewSpec()
                .addNewTaint("NoExecute", "dedicated", null, "builds")
                .addNewTaint("PreferNoSchedule", "slow", null, "")
                .endSpec()
                .build();
        var tolerant =
                new Placement(Map.of(), Placement.tolerations(List.of("dedicated=builds")), Optional.empty(), Set.of());

        assertThat(Fitness.ofNodes(List.of(control, builders), settings(PodVariant.USER_NAMESPACE, tolerant), Set.of()))
                .extracting(Symptom::found)
                .containsExactly("1 of 1 that take builds have what user namespaces need, as far as they say");
        assertThat(Fitness.ofNodes(List.of(control, builders), settings(PodVariant.USER_NAMESPACE, ANYWHERE), Set.of()))
                .containsExactly(
                        Symptom.warn(
                                "nodes",
                                "none takes builds now: there is none of Linux without a taint that builds do not tolerate",
                                "Add one, or correct factory.builds.kubernetes.nodes or .tolerations; builds wait until then."));
    }

    @Test
    void eachPlatformHasANodeOrIsEmulatedOrWaits() {
        var placement = new Placement(Map.of(), List.of(), Optional.empty(), Set.of(Platform.LINUX_ARM64));
        var wanted = List.of(Platform.parse("linux/s390x"), Platform.LINUX_ARM64, Platform.LINUX_AMD64);

        assertThat(Fitness.ofNodes(List.of(NEW), settings(PodVariant.USER_NAMESPACE, placement), wanted))
                .endsWith(
                        Symptom.ok("nodes linux/amd64", "1"),
                        Symptom.unseen(
                                "nodes linux/arm64",
                                "built by emulation on any node; whether they can is not to be seen from here",
                                "See that each node that takes builds has its emulator in binfmt_misc, with flag F."),
                        Symptom.warn(
                                "nodes linux/s390x",
                                "no node for it takes builds now: they wait",
                                "Add one, or name the platform in factory.builds.kubernetes.emulated."));
    }

    private static JobSettings settings(PodVariant pod, Placement placement) {
        var usual = Premises.settings("builds", pod);
        return new JobSettings(
                usual.namespace(),
                usual.image(),
                pod,
                usual.limit(),
                usual.resources(),
                placement,
                usual.access(),
                usual.queue());
    }

    static NodeBuilder node(String name, String kubelet, String runtime, String kernel) {
        return new NodeBuilder()
                .withNewMetadata()
                .withName(name)
                .addToLabels("kubernetes.io/os", "linux")
                .addToLabels("kubernetes.io/arch", "amd64")
                .endMetadata()
                .withNewStatus()
                .withNewNodeInfo()
                .withArchitecture("amd64")
                .withBootID("")
                .withContainerRuntimeVersion(runtime)
                .withKernelVersion(kernel)
                .withKubeProxyVersion("")
                .withKubeletVersion(kubelet)
                .withMachineID("")
                .withOperatingSystem("linux")
                .withOsImage("Debian")
                .withSystemUUID("")
                .endNodeInfo()
                .endStatus();
    }

    private static Node saying(NodeBuilder node, boolean userNamespaces) {
        return node.editStatus()
                .addNewRuntimeHandler()
                .withName("other")
                .withNewFeatures(true, !userNamespaces)
                .endRuntimeHandler()
                .addNewRuntimeHandler()
                .withName("")
                .withNewFeatures(true, userNamespaces)
                .endRuntimeHandler()
                .endStatus()
                .build();
    }

    private static VersionInfo version(String major, String minor) {
        return new VersionInfo.Builder().withMajor(major).withMinor(minor).build();
    }
}
