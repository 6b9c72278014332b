package imagefactory.app.doctor;

import imagefactory.app.doctor.Workplace.Level;
import imagefactory.core.outcome.Symptom;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A namespace where Jobs of the factory run: whether it may make them there, and whether they find what they need. */
public record WorkplaceLook(KubernetesClient client, Workplace place) {
    private static final String ENFORCED = "pod-security.kubernetes.io/enforce";

    public List<Symptom> look() {
        var found = new ArrayList<>(new Rights(client).look(place.work(), place.rights(), place.namespace()));
        found.addAll(Asked.of(what("pod security"), () -> List.of(podSecurity())));
        found.addAll(Asked.of(what("quota"), this::quotas));
        place.claim().ifPresent(claim -> found.addAll(Asked.of(what("volume"), () -> List.of(claim(claim)))));
        place.mounts().forEach(mount -> found.add(mounted(mount)));
        found.addAll(Asked.of(what("failed jobs"), () -> new FailedJobs(client, place).look()));
        return found;
    }

    private String what(String thing) {
        return place.work() + " " + thing;
    }

    private Symptom podSecurity() {
        var what = what("pod security");
        var namespace = client.namespaces().withName(place.namespace()).get();
        if (namespace == null) {
            return Symptom.failed(what, "There is no namespace " + place.namespace() + ".", "Apply deploy/kubernetes.");
        }
        var labels = Optional.ofNullable(namespace.getMetadata().getLabels()).orElse(Map.of());
        var remedy =
                "kubectl label --overwrite namespace " + place.namespace() + " " + ENFORCED + "=" + word(place.level());
        var enforced = Optional.ofNullable(labels.get(ENFORCED));
        if (enforced.isEmpty()) {
            return Symptom.warn(what, "no level is set, and the cluster's default is not to be seen from here", remedy);
        }
        return level(enforced.get())
                .map(level -> podSecurity(what, level, remedy))
                .orElseGet(() -> Symptom.failed(what, ENFORCED + " is no level: " + enforced.get(), remedy));
    }

    private Symptom podSecurity(String what, Level found, String remedy) {
        int stricter = found.compareTo(place.level());
        if (stricter > 0) {
            return Symptom.failed(
                    what, "The level " + word(found) + " refuses the pods of " + place.work() + ".", remedy);
        }
        return stricter == 0
                ? Symptom.ok(what, word(found))
                : Symptom.warn(what, word(found) + " lets in more than " + place.work() + " need", remedy);
    }

    private static Optional<Level> level(String word) {
        return Arrays.stream(Level.values())
                .filter(level -> word(level).equals(word))
                .findFirst();
    }

    private static String word(Level level) {
        return level.name().toLowerCase(Locale.ROOT);
    }

    private List<Symptom> quotas() {
        var quotas =
                client.resourceQuotas().inNamespace(place.namespace()).list().getItems();
        return quotas.isEmpty()
                ? List.of(Symptom.ok(what("quota"), "none: only the nodes bound them"))
                : quotas.stream().map(this::quota).toList();
    }

    private Symptom quota(ResourceQuota quota) {
        var status = Optional.ofNullable(quota.getStatus());
        var hard = status.map(each -> each.getHard()).filter(each -> !each.isEmpty());
        if (hard.isEmpty()) {
            return Symptom.warn(
                    what("quota"),
                    name(quota) + " has not been counted, and lets nothing in until it is",
                    "See whether the controller manager of the cluster is well.");
        }
        var used = new TreeMap<>(status.orElseThrow().getUsed());
        var full = new ArrayList<String>();
        var lines = new TreeMap<>(hard.get())
                .entrySet().stream()
                        .map(each -> {
                            var now = used.getOrDefault(each.getKey(), new Quantity("0"));
                            if (now.getNumericalAmount()
                                            .compareTo(each.getValue().getNumericalAmount())
                                    >= 0) {
                                full.add(each.getKey());
                            }
                            return each.getKey() + " " + now + "/" + each.getValue();
                        })
                        .collect(Collectors.joining(", "));
        return full.isEmpty()
                ? Symptom.ok(what("quota"), name(quota) + ": " + lines)
                : Symptom.warn(
                        what("quota"),
                        name(quota) + " is used up for " + String.join(", ", full) + ": " + lines,
                        "The next ones wait; raise it if that takes too long.");
    }

    private Symptom claim(String name) {
        var what = what("volume");
        var claim = client.persistentVolumeClaims()
                .inNamespace(place.namespace())
                .withName(name)
                .get();
        if (claim == null) {
            return Symptom.failed(
                    what,
                    "There is no claim " + name + " in " + place.namespace() + ".",
                    "Apply deploy/kubernetes/components/scan-volume, or one of your storage.");
        }
        var phase = phase(claim);
        return switch (phase) {
            case "Bound" -> Symptom.ok(what, name + " is bound");
            case "Lost" ->
                Symptom.failed(what, "The volume of " + name + " is gone.", "Delete the claim and make it anew.");
            default ->
                Symptom.warn(
                        what,
                        name + " is " + phase + ": it has no volume yet",
                        "kubectl --namespace " + place.namespace() + " describe persistentvolumeclaim " + name
                                + " says what it waits for; some storage only comes with the first pod.");
        };
    }

    private static String phase(PersistentVolumeClaim claim) {
        return Optional.ofNullable(claim.getStatus())
                .map(status -> status.getPhase())
                .orElse("Pending");
    }

    /** Only by a right that the factory has and does not need; as deployed it has none. */
    private Symptom mounted(String mount) {
        var parts = mount.split("/", 2);
        var look = "kubectl --namespace " + place.namespace() + " get " + mount;
        if (!new Rights(client).may("get " + parts[0], place.namespace())) {
            return Symptom.unseen(what(mount), "the factory may not look whether it is there", look + " does.");
        }
        HasMetadata found = parts[0].equals("secrets")
                ? client.secrets()
                        .inNamespace(place.namespace())
                        .withName(parts[1])
                        .get()
                : client.configMaps()
                        .inNamespace(place.namespace())
                        .withName(parts[1])
                        .get();
        return found == null
                ? Symptom.failed(
                        what(mount),
                        "It is not in " + place.namespace() + ", and no pod of " + place.work() + " starts without it.",
                        "Make it, as deploy/kubernetes/README.md says, or correct its name in the configuration.")
                : Symptom.ok(what(mount), "is there");
    }

    private static String name(HasMetadata object) {
        return object.getMetadata().getName();
    }
}
