package imagefactory.core.dockerfile;

import imagefactory.core.dockerfile.Command.From;
import imagefactory.core.dockerfile.Dockerfile.Section;
import imagefactory.core.dockerfile.Stage.Base;
import imagefactory.core.image.Platform;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The stages of a file, found by name and by number; a name given twice is that of the later stage. */
final class StageTable {
    private final Dockerfile file;
    private final Arguments arguments;
    private final Map<String, String> globals;
    private final Expander expander;
    private final List<StageDraft> drafts = new ArrayList<>();
    private final Map<String, Integer> byName = new HashMap<>();

    private StageTable(Dockerfile file, Arguments arguments, Map<String, String> globals, Expander expander) {
        this.file = file;
        this.arguments = arguments;
        this.globals = globals;
        this.expander = expander;
    }

    static StageTable of(Dockerfile file, Arguments arguments, Map<String, String> globals, Expander expander)
            throws DockerfileInvalid {
        var table = new StageTable(file, arguments, globals, expander);
        for (var section : file.sections()) {
            table.add(section);
        }
        return table;
    }

    List<StageDraft> drafts() {
        return drafts;
    }

    Optional<Integer> named(String name) {
        return Optional.ofNullable(byName.get(name.toLowerCase(Locale.ROOT)));
    }

    /** The index of the stage to build. */
    int target() throws DockerfileInvalid {
        if (arguments.stage().isEmpty()) {
            return drafts.size() - 1;
        }
        var name = arguments.stage().get();
        return named(name)
                .orElseThrow(() -> DockerfileInvalid.of(
                        "The Dockerfile has no stage " + Text.quoted(name) + " to build.",
                        Nearest.advice("", name.toLowerCase(Locale.ROOT), byName.keySet())));
    }

    private void add(Section section) throws DockerfileInvalid {
        var from = section.from();
        int index = drafts.size();
        var base = base(from);
        var platform = platform(from);
        var stage = new Stage(index, from.name(), from.line(), from.base(), base, platform, runsOn(base, platform));
        drafts.add(new StageDraft(stage, section.commands()));
        from.name().ifPresent(name -> byName.put(name, index));
    }

    private Base base(From from) throws DockerfileInvalid {
        try {
            return base(from.base());
        } catch (Malformed e) {
            throw DockerfileInvalid.at(from.instruction(), from.base(), e);
        }
    }

    private Optional<Platform> platform(From from) throws DockerfileInvalid {
        if (from.platform().isEmpty()) {
            return Optional.empty();
        }
        var written = from.platform().get();
        try {
            return Optional.of(platform(written));
        } catch (Malformed e) {
            throw DockerfileInvalid.at(from.instruction(), written, e);
        }
    }

    private Platform runsOn(Base base, Optional<Platform> platform) {
        return switch (base) {
            case Base.Image image -> platform.orElse(arguments.target());
            case Base.Earlier earlier -> drafts.get(earlier.index()).stage().runsOn();
            case Base.Scratch scratch -> arguments.target();
        };
    }

    private Base base(String written) throws Malformed {
        var expansion = expander.word(written, globals);
        var word = expansion.text();
        var earlier = named(word);
        if (earlier.isPresent()) {
            return new Base.Earlier(earlier.get(), word);
        }
        if (word.equals("scratch")) {
            return new Base.Scratch();
        }
        var blank = blank(expansion.used());
        if (blank.isPresent() && (word.isEmpty() || Bases.ifReference(word).isEmpty())) {
            throw undetermined("the image of FROM " + written, blank.get());
        }
        return new Base.Image(Bases.reference(word));
    }

    private Platform platform(String written) throws Malformed {
        var expansion = expander.word(written, globals);
        var blank = blank(expansion.used());
        if (expansion.text().isEmpty() && blank.isPresent()) {
            throw undetermined("the platform of FROM --platform=" + written, blank.get());
        }
        return PlatformWord.parse(expansion.text(), arguments.build());
    }

    private Optional<String> blank(Set<String> used) {
        return used.stream()
                .filter(name -> globals.getOrDefault(name, "").isEmpty())
                .findFirst();
    }

    private Malformed undetermined(String what, String name) {
        boolean declared = file.globals().stream()
                .flatMap(arg -> arg.declared().stream())
                .anyMatch(pair -> pair.key().equals(name));
        var why = declared ? "ARG " + name + " has no value" : name + " is not declared before the first FROM";
        var advice = declared
                ? "Give " + name + " as a build argument, or write ARG " + name + "=value before the first FROM."
                : "Write ARG " + name + "=value before the first FROM.";
        return new Malformed(what + " is not determined: " + why + ".", advice);
    }
}
