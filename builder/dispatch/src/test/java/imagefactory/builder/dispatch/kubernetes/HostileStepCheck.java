package imagefactory.builder.dispatch.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import imagefactory.core.build.BuildRequest;
import imagefactory.core.outcome.Outcome.Done;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a step of somebody else's Dockerfile gets at, and what it is to the node: a build beside it keeps a file and listens, and
 * {@code attempts.sh} tries. {@code ./taskw cluster:test} runs it.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileStepCheck {
    private static final String ATTEMPT = "attempt \"";
    private static final String MARKER = "marker-" + Long.toHexString(System.nanoTime());

    /** Ids of the host's own users end there; what is above was given to the pod alone. */
    private static final long LAST_OF_THE_HOST = 65535;

    private RunningNode node;
    private JobExecutor executor;
    private BuildRequest neighbour;
    private String log = "";

    @BeforeAll
    void attempt(@TempDir Path folder) throws Exception {
        node = new RunningNode(folder);
        executor = node.factory(node.settings());
        neighbour = node.request("neighbour", listens(), Map.of(MARKER, "this build's own\n"));
        RunningNode.begun(executor, neighbour, "listens");
        var hostile = node.request(
                "hostile",
                "COPY attempts.sh /\nRUN " + addresses() + " bash /attempts.sh\n",
                Map.of("attempts.sh", script()));

        assertThat(RunningNode.end(executor, hostile)).isInstanceOf(Done.class);

        log = executor.log(hostile.id()).orElseThrow();
    }

    @AfterAll
    void close() throws Exception {
        executor.cancel(neighbour.id());
        node.close();
    }

    /** It keeps a file of its own, and answers on a port. */
    private static String listens() {
        return """
            COPY %1$s /%1$s
            RUN perl -MIO::Socket::INET -e '$| = 1; my $s = IO::Socket::INET->new(LocalPort => 8099, Listen => 5, ReuseAddr => 1) \
            or die; print "listens\\n"; while (my $c = $s->accept) { close $c }' %1$s
            """.formatted(MARKER);
    }

    private String addresses() {
        var server = node.admin.getMasterUrl();
        var factory = node.admin
                .services()
                .inNamespace("image-factory")
                .withName("image-factory")
                .get()
                .getSpec()
                .getClusterIP();
        var service = node.admin
                .services()
                .inNamespace("default")
                .withName("kubernetes")
                .get()
                .getSpec()
                .getClusterIP();
        var kubelet =
                node.admin.nodes().list().getItems().getFirst().getStatus().getDaemonEndpoints();
        return "REGISTRY='%s' KUBELET='%s %d' SERVICE='%s 443' SERVER='%s %d' FACTORY='%s 8080' NEIGHBOUR='%s 8099' MARKER='%s'"
                .formatted(
                        RunningNode.registry().replace(':', ' '),
                        server.getHost(),
                        kubelet.getKubeletEndpoint().getPort(),
                        service,
                        server.getHost(),
                        server.getPort(),
                        factory,
                        node.pods(neighbour).getFirst().getStatus().getPodIP(),
                        MARKER);
    }

    private static String script() throws IOException {
        try (var script = HostileStepCheck.class.getResourceAsStream("/node/attempts.sh")) {
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    static Stream<String> attempts() throws IOException {
        return script().lines()
                .filter(line -> line.startsWith(ATTEMPT))
                .map(line -> line.substring(ATTEMPT.length(), line.indexOf('"', ATTEMPT.length())))
                .filter(name -> !name.equals("to reach the registry"));
    }

    @ParameterizedTest
    @MethodSource("attempts")
    void isRefused(String attempt) {
        assertThat(log.lines()).contains("attempt " + attempt + ": refused");
    }

    /** Else the attempts would say nothing. */
    @Test
    void whatAStepMayReachItReaches() {
        assertThat(log.lines())
                .contains("attempt to reach the registry: reached", "attempt to see the builder: reached");
    }

    @Test
    void toTheNodeTheStepIsNobody() throws IOException {
        var steps = processes(MARKER);

        assertThat(steps).isNotEmpty();
        for (var step : steps) {
            assertThat(numbers(step, "Uid")).allMatch(id -> id > LAST_OF_THE_HOST);
            assertThat(numbers(step, "Gid")).allMatch(id -> id > LAST_OF_THE_HOST);
            assertThat(field(step, "Seccomp")).isEqualTo("2"); // filtered
            assertThat(hostIds(step)).isNotEmpty().allMatch(id -> id > LAST_OF_THE_HOST);
        }
    }

    /** Processes of this node whose command line has the word, the step's own shell among them. */
    private static List<Path> processes(String word) throws IOException {
        var found = new ArrayList<Path>();
        try (var all = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (var process : all) {
                if (commandLine(process)
                        .filter(line -> line.contains("perl") && line.contains(word))
                        .isPresent()) {
                    found.add(process);
                }
            }
        }
        return found;
    }

    private static Optional<String> commandLine(Path process) throws IOException {
        try {
            return Optional.of(Files.readString(process.resolve("cmdline"), StandardCharsets.ISO_8859_1));
        } catch (NoSuchFileException e) {
            return Optional.empty(); // it ended meanwhile
        }
    }

    private static String field(Path process, String name) throws IOException {
        return Files.readAllLines(process.resolve("status")).stream()
                .filter(line -> line.startsWith(name + ":"))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst()
                .orElseThrow();
    }

    private static List<Long> numbers(Path process, String name) throws IOException {
        return words(field(process, name)).map(Long::valueOf).toList();
    }

    private static Stream<String> words(String line) {
        return Pattern.compile("\\s+").splitAsStream(line.strip());
    }

    /** Where the ids of its user namespace begin on the host: what it may do as its root, it may do to these alone. */
    private static List<Long> hostIds(Path process) throws IOException {
        return Files.readAllLines(process.resolve("uid_map")).stream()
                .map(line -> Long.valueOf(words(line).toList().get(1)))
                .toList();
    }
}
