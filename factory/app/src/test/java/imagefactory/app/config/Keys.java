package imagefactory.app.config;

import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The keys of a configuration interface: names, defaults and the sentence above each. */
final class Keys {
    static final String ENDPOINT_OF_EVENTS =
            "kafka:factory.events?brokers={{factory.brokers}}&groupId=factory&autoOffsetReset=earliest"
                    + "&batching=true&maxPollRecords=1000&pollTimeoutMs=10"
                    + "&autoCommitEnable=false&allowManualCommit=true&breakOnFirstError=true&sessionTimeoutMs=6000&heartbeatIntervalMs=1000"
                    + "&valueDeserializer=org.apache.kafka.common.serialization.ByteArrayDeserializer";

    private static final Path PROPERTIES = Path.of("src/main/resources/application.properties");

    private Keys() {}

    /** Each key with its default; an empty one has none and may be left out. */
    static SortedMap<String, String> of(Class<?> mapping) throws IOException {
        var properties = new Properties();
        try (var reader = Files.newBufferedReader(PROPERTIES)) {
            properties.load(reader);
        }
        var keys = new TreeMap<String, String>();
        collect("factory.", mapping, keys, properties);
        return keys;
    }

    private static void collect(
            String prefix, Class<?> mapping, SortedMap<String, String> keys, Properties properties) {
        for (var method : mapping.getMethods()) {
            var key = key(prefix, method);
            if (isGroup(method)) {
                collect(key + ".", method.getReturnType(), keys, properties);
            } else {
                keys.put(key, defaultOf(method).orElse(properties.getProperty(key, "")));
            }
        }
    }

    static String table(Class<?> mapping, String source) throws IOException {
        var table = new StringBuilder("| Key | Default | What it is |\n|---|---|---|\n");
        var rows = new TreeMap<String, String>();
        var defaults = of(mapping);
        describe("factory.", mapping, source, rows);
        rows.forEach((key, text) -> {
            var value = defaults.get(key).isEmpty() ? "" : "`" + shortly(String.valueOf(defaults.get(key))) + "`";
            table.append("| `%s` | %s | %s |\n".formatted(key, value, text));
        });
        return table.toString();
    }

    private static void describe(String prefix, Class<?> mapping, String source, SortedMap<String, String> rows) {
        Stream.of(mapping.getMethods())
                .sorted(Comparator.comparing(Method::getName))
                .forEach(method -> {
                    var key = key(prefix, method);
                    if (isGroup(method)) {
                        describe(key + ".", method.getReturnType(), source, rows);
                    } else {
                        rows.put(key, sentence(body(mapping, source), method.getName()));
                    }
                });
    }

    /** Endpoints have a tail that only builders of routes want to know. */
    private static String shortly(String value) {
        int options = value.indexOf('?');
        return options < 0 ? value : value.substring(0, options) + "?…";
    }

    private static String body(Class<?> mapping, String source) {
        var at = source.indexOf("interface " + mapping.getSimpleName() + " {");
        return source.substring(at);
    }

    private static String sentence(String body, String method) {
        var form =
                Pattern.compile("/\\*\\* ([^\\n]*) \\*/\\s+(?:@With[^\\n]*\\s+)*[A-Za-z.<>, ]+ " + method + "\\(\\);");
        var found = form.matcher(body);
        if (!found.find()) {
            throw new IllegalStateException("no sentence in one line stands above " + method);
        }
        return found.group(1)
                .replaceAll("\\{@code ([^}]*})}", "`$1`")
                .replaceAll("\\{@code ([^}]*)}", "`$1`")
                .replace("|", "\\|");
    }

    private static boolean isGroup(Method method) {
        return method.getReturnType().isInterface() && method.getReturnType().getEnclosingClass() != null;
    }

    private static Optional<String> defaultOf(Method method) {
        return Optional.ofNullable(method.getAnnotation(WithDefault.class)).map(WithDefault::value);
    }

    /** A leaf may bear the name of its group. */
    private static String key(String prefix, Method method) {
        return method.isAnnotationPresent(WithParentName.class)
                ? prefix.substring(0, prefix.length() - 1)
                : prefix + kebab(method.getName());
    }

    private static String kebab(String name) {
        return name.replaceAll("([a-z])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
    }
}
