package imagefactory.builder.cli;

import imagefactory.core.dockerfile.Dockerfile;
import imagefactory.core.dockerfile.Instruction;
import imagefactory.core.dockerfile.Reference;
import imagefactory.core.dockerfile.ResolvedDockerfile;
import imagefactory.core.dockerfile.Stage;
import imagefactory.core.image.ImageRef;
import imagefactory.core.outcome.Problem;
import imagefactory.core.outcome.Refused;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A Dockerfile as Buildah gets it: the same lines, in which each image stands with its digest and each stage with one
 * spelling of its name, and each mounted folder with the name of what is in it.
 *
 * <p>Buildah's own {@code --build-context} does not do: it knows one digest for a name, whichever platform a stage has, it
 * takes the name before its variables are replaced, and {@code RUN --mount} is answered from the layer cache although the
 * mounted image, stage or context is another one (seen with 1.28.2). What stands in the line is part of the cache's key.
 *
 * @param text what Buildah reads
 * @param cacheable whether a layer of the cache is right whenever Buildah would take it
 */
record PinnedDockerfile(String text, boolean cacheable) {
    private static final Pattern FROM_FLAG = Pattern.compile("--from=\\S+");
    private static final Pattern MOUNT_FLAG = Pattern.compile("--mount=\\S+");
    private static final Pattern FROM_FIELD = Pattern.compile("(?<=[=,])from=([^,\\s]*)", Pattern.CASE_INSENSITIVE);
    private static final Pattern TYPE_FIELD = Pattern.compile("(?<=[=,])type=([^,\\s]*)", Pattern.CASE_INSENSITIVE);

    /**
     * @param mounted names everything that can be mounted: it changes when the context, a base or an argument does
     * @throws Refused if a reference has no pin, or stands where it cannot be replaced
     */
    static PinnedDockerfile of(Dockerfile file, String original, ResolvedDockerfile resolved, Pins pins, String mounted)
            throws Refused {
        var writer = new Writer(original, resolved, pins, mounted);
        for (var instruction : file.instructions()) {
            writer.write(instruction);
        }
        return new PinnedDockerfile(String.join("\n", writer.lines), writer.cacheable);
    }

    private static final class Writer {
        private final List<String> lines;
        private final ResolvedDockerfile resolved;
        private final Pins pins;
        private final String mounted;
        private int stage = -1;
        private boolean cacheable = true;

        Writer(String original, ResolvedDockerfile resolved, Pins pins, String mounted) {
            lines = new ArrayList<>(List.of(original.split("\n", -1)));
            this.resolved = resolved;
            this.pins = pins;
            this.mounted = mounted;
        }

        void write(Instruction instruction) throws Refused {
            switch (instruction.keyword()) {
                case "FROM" -> from(instruction);
                case "COPY" -> copy(instruction);
                case "RUN" -> run(instruction);
                case "ONBUILD" -> onbuild(instruction);
                default -> {
                    // names no image
                }
            }
        }

        private void from(Instruction instruction) throws Refused {
            stage++;
            var it = resolved.stages().get(stage);
            var words = new StringBuilder("FROM ");
            if (it.base() instanceof Stage.Base.Image) {
                it.platform()
                        .ifPresent(platform ->
                                words.append("--platform=").append(platform).append(' '));
            }
            words.append(base(it));
            it.name().ifPresent(name -> words.append(" AS ").append(name));
            replace(instruction, List.of(words.toString()));
        }

        private String base(Stage it) throws Refused {
            return switch (it.base()) {
                case Stage.Base.Image image ->
                    reached()
                            ? told(it.line(), Reference.From.FROM, image.ref().toString())
                            : image.ref().toString();
                case Stage.Base.Earlier earlier -> name(earlier.index());
                case Stage.Base.Scratch _ -> "scratch";
            };
        }

        private void copy(Instruction instruction) throws Refused {
            for (var flag : instruction.flags()) {
                if (flag.startsWith("--from=") && reached()) {
                    var from = flag.substring("--from=".length());
                    var told = source(instruction, Reference.From.COPY, from);
                    change(instruction, FROM_FLAG, "--from=" + from, "--from=" + told);
                }
            }
        }

        private void run(Instruction instruction) throws Refused {
            for (var flag : instruction.flags()) {
                if (flag.startsWith("--mount=") && reached()) {
                    change(instruction, MOUNT_FLAG, flag, mount(instruction, flag));
                }
            }
        }

        private String mount(Instruction instruction, String flag) throws Refused {
            var type = TYPE_FIELD.matcher(flag);
            var kind = type.find() ? type.group(1).toLowerCase(Locale.ROOT) : "bind";
            var from = FROM_FIELD.matcher(flag);
            var named =
                    from.find() ? Optional.of(from.group(1)).filter(name -> !name.isEmpty()) : Optional.<String>empty();
            var told = flag;
            if (named.isPresent()) {
                var name = source(instruction, Reference.From.MOUNT, named.get());
                told = flag.substring(0, from.start(1)) + name + flag.substring(from.end(1));
            }
            if (kind.equals("bind")) {
                return told + ",consistency=" + mounted;
            }
            cacheable &= !kind.contains("$") && !(kind.equals("cache") && named.isPresent());
            return told;
        }

        /** What a trigger takes from elsewhere cannot be told from here. */
        private void onbuild(Instruction instruction) throws Refused {
            boolean named = resolved.reachable().stream().anyMatch(each -> each.line() == instruction.firstLine());
            if (named) {
                throw unsupported(instruction, "a trigger of ONBUILD that takes from an image and runs in this file");
            }
        }

        private String source(Instruction instruction, Reference.From kind, String written) throws Refused {
            var index = stageNamed(written, kind);
            if (index.isPresent()) {
                return name(index.get());
            }
            return written.equals("scratch") ? written : told(instruction.firstLine(), kind, written);
        }

        private Optional<Integer> stageNamed(String written, Reference.From kind) {
            var lower = written.toLowerCase(Locale.ROOT);
            var named = resolved.stages().stream()
                    .filter(it -> it.name().equals(Optional.of(lower)))
                    .map(Stage::index)
                    .reduce((earlier, later) -> later);
            boolean number = kind == Reference.From.COPY && written.matches("[+]?[0-9]{1,9}");
            return number ? Optional.of(Integer.parseInt(written)) : named;
        }

        private String told(int line, Reference.From kind, String written) throws Refused {
            for (var reference : resolved.reachable()) {
                if (reference.line() == line && reference.from() == kind && matches(reference, written)) {
                    return pins.hold(reference).told().toString();
                }
            }
            throw new IllegalStateException("line " + line + ": " + written + " is no reference that was resolved");
        }

        private static boolean matches(Reference reference, String written) {
            return reference.image().equals(ImageRef.parse(written));
        }

        private String name(int index) {
            return resolved.stages().get(index).name().orElse(String.valueOf(index));
        }

        private boolean reached() {
            return resolved.reached().contains(stage);
        }

        /** Replaces a flag's word in the lines where it stands, continuations and all. */
        private void change(Instruction instruction, Pattern word, String written, String told) throws Refused {
            for (int at = instruction.firstLine() - 1; at < instruction.lastLine(); at++) {
                var matcher = word.matcher(lines.get(at));
                boolean comment = lines.get(at).stripLeading().startsWith("#");
                while (!comment && matcher.find()) {
                    if (matcher.group().equals(written)) {
                        var line = lines.get(at);
                        lines.set(at, line.substring(0, matcher.start()) + told + line.substring(matcher.end()));
                        return;
                    }
                }
            }
            throw unsupported(instruction, written + " in a spelling with quotes or escapes");
        }

        private void replace(Instruction instruction, List<String> with) {
            for (int at = instruction.firstLine() - 1; at < instruction.lastLine(); at++) {
                lines.set(at, "");
            }
            lines.set(instruction.firstLine() - 1, String.join(" ", with));
        }

        private static Refused unsupported(Instruction instruction, String what) {
            return new Refused(new Problem(
                    Problem.Code.BUILD_UNSUPPORTED,
                    "Line " + instruction.firstLine() + " has " + what + ", which cannot be pinned.",
                    "Give the image a stage of its own, FROM image AS name, and use the stage."));
        }
    }
}
