package imagefactory.core.dockerfile;

import imagefactory.core.dockerfile.Command.Run;
import imagefactory.core.dockerfile.Command.Transfer;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Which features a command uses. */
final class Uses {
    private static final Map<String, Feature> COPY = Map.of(
            "chmod",
            Feature.COPY_CHMOD,
            "exclude",
            Feature.COPY_EXCLUDE,
            "link",
            Feature.COPY_LINK,
            "parents",
            Feature.COPY_PARENTS);
    private static final Map<String, Feature> ADD = Map.of(
            "checksum",
            Feature.ADD_CHECKSUM,
            "chmod",
            Feature.ADD_CHMOD,
            "exclude",
            Feature.ADD_EXCLUDE,
            "keep-git-dir",
            Feature.ADD_KEEP_GIT_DIR,
            "link",
            Feature.ADD_LINK,
            "unpack",
            Feature.ADD_UNPACK);
    private static final Map<String, Feature> RUN =
            Map.of("device", Feature.RUN_DEVICE, "network", Feature.RUN_NETWORK, "security", Feature.RUN_SECURITY);
    private static final Map<String, Feature> MOUNT = Map.of(
            "bind",
            Feature.RUN_MOUNT_BIND,
            "cache",
            Feature.RUN_MOUNT_CACHE,
            "secret",
            Feature.RUN_MOUNT_SECRET,
            "ssh",
            Feature.RUN_MOUNT_SSH,
            "tmpfs",
            Feature.RUN_MOUNT_TMPFS);
    private static final Pattern TYPE = Pattern.compile("(?:^|,)type=([a-z]+)(?:,|$)");

    private Uses() {}

    /** As far as can be told without expanding anything. */
    static List<Use> of(Command command, int stage) {
        return switch (command) {
            case Transfer transfer -> of(transfer, transfer.sources(), stage);
            case Run run -> ofRun(run, stage);
            case Command.Onbuild onbuild -> List.of(new Use(Feature.ONBUILD, onbuild.line(), stage));
            case Command other -> ofConfig(other, stage);
        };
    }

    static List<Use> of(Transfer transfer, List<String> sources, int stage) {
        boolean add = transfer.isAdd();
        var features = flagged(transfer.flags(), add ? ADD : COPY);
        if (!transfer.contents().isEmpty()) {
            features.add(add ? Feature.ADD_HEREDOC : Feature.COPY_HEREDOC);
        }
        if (add && sources.stream().anyMatch(RemoteSource::isGit)) {
            features.add(Feature.ADD_GIT);
        }
        if (add && sources.stream().anyMatch(RemoteSource::isUrl)) {
            features.add(Feature.ADD_URL);
        }
        return at(features, transfer, stage);
    }

    static List<Use> ofRunAlone(Run run, int stage) {
        var features = flagged(run.flags(), RUN);
        if (!run.instruction().heredocs().isEmpty()) {
            features.add(Feature.RUN_HEREDOC);
        }
        return at(features, run, stage);
    }

    static Optional<Feature> ofMount(String type) {
        return Optional.ofNullable(MOUNT.get(type));
    }

    private static List<Use> ofRun(Run run, int stage) {
        var uses = new ArrayList<>(ofRunAlone(run, stage));
        for (var value : run.flags().many("mount")) {
            var matcher = TYPE.matcher(value.toLowerCase(Locale.ROOT));
            ofMount(matcher.find() ? matcher.group(1) : "bind")
                    .ifPresent(feature -> uses.add(new Use(feature, run.line(), stage)));
        }
        return uses;
    }

    private static List<Use> ofConfig(Command command, int stage) {
        var features = EnumSet.noneOf(Feature.class);
        var in = command.instruction();
        if (in.keyword().equals("SHELL")) {
            features.add(Feature.SHELL);
        }
        if (in.keyword().equals("HEALTHCHECK")) {
            features.add(Feature.HEALTHCHECK);
        }
        if (in.flags().stream().anyMatch(flag -> flag.startsWith("--start-interval"))) {
            features.add(Feature.HEALTHCHECK_START_INTERVAL);
        }
        return at(features, command, stage);
    }

    private static EnumSet<Feature> flagged(Flags flags, Map<String, Feature> known) {
        var features = EnumSet.noneOf(Feature.class);
        known.forEach((flag, feature) -> {
            if (flags.has(flag) && !flags.one(flag).orElse("").equals("false")) {
                features.add(feature);
            }
        });
        return features;
    }

    private static List<Use> at(Set<Feature> features, Command command, int stage) {
        return features.stream()
                .map(feature -> new Use(feature, command.line(), stage))
                .toList();
    }
}
