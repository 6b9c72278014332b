package imagefactory.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import imagefactory.app.cluster.Overlay;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** What is set in deploy/ is there to be set. */
class DeployedSettingsTest {
    @SuppressWarnings("unused") // names the overlays
    private static final java.util.List<String> OVERLAYS = Overlay.NAMES;

    private static final Path DEPLOY = Path.of("../../deploy");
    private static final Pattern VARIABLE = Pattern.compile("(?<![A-Z_])FACTORY_[A-Z_]*[A-Z]");

    /** Where the command line finds a factory. */
    private static final Set<String> OF_THE_COMMAND_LINE = Set.of("FACTORY_URL", "FACTORY_TOKEN_FILE");

    /** What is not the factory's own; Quarkus and SmallRye know it. */
    private static final Set<String> OF_OTHERS = Set.of(
            "JOB",
            "QUARKUS_DATASOURCE_JDBC_URL",
            "QUARKUS_DATASOURCE_USERNAME",
            "QUARKUS_HTTP_HOST",
            "SMALLRYE_CONFIG_SOURCE_FILE_LOCATIONS",
            "XDG_CACHE_HOME");

    @Test
    void everyVariableInDeployIsAKey() throws Exception {
        var unknown = new TreeSet<String>();
        try (var files = Files.walk(DEPLOY)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                unknown.addAll(named(file));
            }
        }
        unknown.removeAll(known());

        assertThat(unknown).isEmpty();
    }

    private static Set<String> named(Path file) throws IOException {
        return VARIABLE.matcher(Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1))
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toSet());
    }

    private static Set<String> known() throws IOException {
        var known = Keys.of(FactoryConfig.class).keySet().stream()
                .map(key -> key.toUpperCase(Locale.ROOT).replaceAll("[.-]", "_"))
                .collect(Collectors.toCollection(TreeSet::new));
        known.add("FACTORY_SCHEDULES_NIGHTLY");
        known.addAll(OF_THE_COMMAND_LINE);
        return known;
    }

    @ParameterizedTest
    @FieldSource("OVERLAYS")
    void everyVariableOfAPodMeansSomething(String overlay) throws Exception {
        var unknown = new TreeSet<>(Overlay.of(overlay).variables().keySet());
        unknown.removeAll(known());

        assertThat(unknown).isSubsetOf(OF_OTHERS);
    }
}
