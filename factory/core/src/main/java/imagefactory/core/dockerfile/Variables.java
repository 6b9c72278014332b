package imagefactory.core.dockerfile;

import imagefactory.core.dockerfile.ShellLexer.Expansion;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The variables of a stage, as far as its Dockerfile tells.
 *
 * <p>What an image sets is not known. A word that depends on it is expanded as if it were not set, and is uncertain.
 */
final class Variables {
    private static final int MAX = 2_000;
    private static final String DEFAULT_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private final Expander expander;
    private final boolean closed;
    private final Map<String, String> values = new HashMap<>();
    private final Set<String> uncertain = new HashSet<>();

    /** A word with its variables replaced. */
    record Value(String text, List<String> words, boolean certain) {}

    private Variables(Expander expander, boolean closed) {
        this.expander = expander;
        this.closed = closed;
    }

    static Variables ofImage(Expander expander) {
        return new Variables(expander, false);
    }

    static Variables ofScratch(Expander expander) {
        var variables = new Variables(expander, true);
        variables.values.put("PATH", DEFAULT_PATH);
        return variables;
    }

    static Variables copyOf(Variables other) {
        var copy = new Variables(other.expander, other.closed);
        copy.values.putAll(other.values);
        copy.uncertain.addAll(other.uncertain);
        return copy;
    }

    Optional<String> get(String name) {
        return Optional.ofNullable(values.get(name));
    }

    void set(String name, Value value) throws Malformed {
        values.put(name, value.text());
        if (value.certain()) {
            uncertain.remove(name);
        } else {
            uncertain.add(name);
        }
        if (values.size() > MAX) {
            throw new Malformed("the stage has more than " + MAX + " variables.", "Remove some.");
        }
    }

    Value expand(String word) throws Malformed {
        return value(() -> expander.word(word, values));
    }

    Value expandContent(String content) throws Malformed {
        return value(() -> expander.content(content, values));
    }

    private interface Expanding {
        Expansion expand() throws Malformed;
    }

    private Value value(Expanding expanding) throws Malformed {
        try {
            var expansion = expanding.expand();
            return new Value(expansion.text(), expansion.words(), isCertain(expansion.used()));
        } catch (Malformed.Unset e) {
            if (closed) {
                throw e;
            }
            return new Value("", List.of(), false);
        }
    }

    private boolean isCertain(Set<String> used) {
        return used.stream().allMatch(name -> (closed || values.containsKey(name)) && !uncertain.contains(name));
    }
}
