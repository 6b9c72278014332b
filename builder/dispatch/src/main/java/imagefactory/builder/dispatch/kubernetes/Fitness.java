package imagefactory.builder.dispatch.kubernetes;

import imagefactory.core.image.Platform;
import imagefactory.core.outcome.Problem;
import imagefactory.core.outcome.Problem.Code;
import imagefactory.core.outcome.Symptom;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Taint;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.client.VersionInfo;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Whether a cluster is one for such build pods. Pure. */
final class Fitness {
    private static final String NODES = "nodes";

    /** The minor from which pods have user namespaces (UserNamespacesSupport); older servers drop {@code hostUsers} without a word. */
    private static final int USER_NAMESPACES = 33;

    /** Of more nodes with the same shortcoming, the rest is counted. */
    private static final int NAMED = 5;

    private final JobSettings settings;
    private final List<Node> nodes;

    private Fitness(JobSettings settings, List<Node> nodes) {
        this.settings = settings;
        this.nodes = nodes;
    }

    static Optional<Problem> fault(VersionInfo found, PodVariant pod) {
        int minor = number(found.getMinor());
        if (pod.hostUsers() || number(found.getMajor()) > 1 || minor >= USER_NAMESPACES) {
            return Optional.empty();
        }
        return Optional.of(new Problem(
                Code.BUILD_UNSUPPORTED,
                "The cluster is Kubernetes " + found.getMajor() + "." + found.getMinor()
                        + ", and would run the build as a user of its node: pods have user namespaces from 1."
                        + USER_NAMESPACES + " on.",
                "Update the cluster, or take factory.builds.kubernetes.pod=" + PodVariant.HOST_USERS
                        + " with what that costs."));
    }

    /** Of {@code 33+}, as some clouds write it. */
    private static int number(String text) {
        return Integer.parseInt("0" + text.replaceAll("\\D.*", ""));
    }

    static Symptom ofServer(VersionInfo found, PodVariant pod) {
        return fault(found, pod)
                .map(problem -> Symptom.failed("kubernetes", problem.text(), problem.advice()))
                .orElseGet(() -> Symptom.ok("kubernetes", found.getMajor() + "." + found.getMinor()));
    }

    /**
     * Those that builds may run on, whether pods have user namespaces there, and whether each platform has one.
     *
     * @param labelled the nodes with the labels that builds ask for
     */
    static List<Symptom> ofNodes(List<Node> labelled, JobSettings settings, Collection<Platform> platforms) {
        var placement = settings.placement();
        var nodes = labelled.stream()
                .filter(node -> isTolerated(node, placement.tolerations()))
                .toList();
        var fitness = new Fitness(settings, nodes);
        var found = new ArrayList<>(nodes.isEmpty() ? List.of(fitness.none()) : fitness.all());
        new TreeSet<>(platforms).forEach(platform -> found.add(fitness.of(platform)));
        return found;
    }

    private Symptom none() {
        var labels = settings.placement().labels();
        return Symptom.warn(
                NODES,
                "none takes builds now: there is none of Linux"
                        + (labels.isEmpty() ? "" : " with the labels " + labels)
                        + " without a taint that builds do not tolerate",
                "Add one, or correct factory.builds.kubernetes.nodes or .tolerations; builds wait until then.");
    }

    private List<Symptom> all() {
        if (settings.pod().hostUsers()) {
            return List.of(Symptom.ok(NODES, nodes.size() + " take builds, as users of the node"));
        }
        Map<Shortcoming, List<String>> shortcomings = new LinkedHashMap<>();
        int unfit = 0;
        for (var node : nodes) {
            var lacks = Shortcoming.of(node);
            unfit += lacks.stream().anyMatch(Shortcoming::sure) ? 1 : 0;
            lacks.forEach(lack -> shortcomings
                    .computeIfAbsent(lack, _ -> new ArrayList<>())
                    .add(node.getMetadata().getName()));
        }
        var found = new ArrayList<Symptom>();
        found.add(unfit == nodes.size() ? unfit(shortcomings) : fit(nodes.size() - unfit));
        shortcomings.forEach((lack, names) -> found.add(Symptom.warn(
                NODES,
                named(names) + ": " + lack.found(),
                lack.remedy() + ", or keep builds off by factory.builds.kubernetes.nodes.")));
        return found;
    }

    private Symptom fit(int number) {
        return Symptom.ok(
                NODES,
                number + " of " + nodes.size()
                        + " that take builds have what user namespaces need, as far as they say");
    }

    private static Symptom unfit(Map<Shortcoming, List<String>> shortcomings) {
        var first = shortcomings.entrySet().stream()
                .filter(each -> each.getKey().sure())
                .findFirst()
                .orElseThrow();
        return Symptom.failed(
                NODES,
                "No node that takes builds has user namespaces for pods: " + named(first.getValue()) + ": "
                        + first.getKey().found() + ".",
                first.getKey().remedy() + ", or take factory.builds.kubernetes.pod=" + PodVariant.HOST_USERS
                        + " with what that costs.");
    }

    private static String named(List<String> names) {
        var first = String.join(", ", names.subList(0, Math.min(names.size(), NAMED)));
        return names.size() > NAMED ? first + " and " + (names.size() - NAMED) + " more" : first;
    }

    private Symptom of(Platform platform) {
        var what = NODES + " " + platform;
        if (settings.placement().emulated().contains(platform)) {
            return Symptom.unseen(
                    what,
                    "built by emulation on any node; whether they can is not to be seen from here",
                    "See that each node that takes builds has its emulator in binfmt_misc, with flag F.");
        }
        var number = nodes.stream()
                .filter(node -> platform.architecture().equals(label(node, "kubernetes.io/arch")))
                .count();
        return number > 0
                ? Symptom.ok(what, String.valueOf(number))
                : Symptom.warn(
                        what,
                        "no node for it takes builds now: they wait",
                        "Add one, or name the platform in factory.builds.kubernetes.emulated.");
    }

    private static String label(Node node, String name) {
        return Optional.ofNullable(node.getMetadata().getLabels())
                .map(labels -> labels.get(name))
                .orElse("");
    }

    private static boolean isTolerated(Node node, List<Toleration> tolerations) {
        return node.getSpec() == null
                || node.getSpec().getTaints().stream()
                        .filter(taint -> !"PreferNoSchedule".equals(taint.getEffect()))
                        .allMatch(taint -> tolerations.stream().anyMatch(each -> tolerates(each, taint)));
    }

    private static boolean tolerates(Toleration toleration, Taint taint) {
        var sameEffect =
                toleration.getEffect() == null || toleration.getEffect().equals(taint.getEffect());
        var sameValue = "Exists".equals(toleration.getOperator())
                || String.valueOf(toleration.getValue())
                        .equals(Optional.ofNullable(taint.getValue()).orElse(""));
        return sameEffect && sameValue && taint.getKey().equals(toleration.getKey());
    }
}
