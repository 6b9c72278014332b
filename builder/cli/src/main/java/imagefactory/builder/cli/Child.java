package imagefactory.builder.cli;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Starts programs with a small environment, shows what they write, and ends them with all that they started. */
final class Child {
    private static final Set<String> PASSED_ON = Set.of(
            "PATH",
            "HOME",
            "USER",
            "LOGNAME",
            "LANG",
            "LC_ALL",
            "TZ",
            "TMPDIR",
            "XDG_RUNTIME_DIR",
            "XDG_CONFIG_HOME",
            "XDG_DATA_HOME",
            "CONTAINERS_CONF",
            "CONTAINERS_STORAGE_CONF",
            "CONTAINERS_REGISTRIES_CONF",
            "STORAGE_DRIVER",
            "STORAGE_OPTS",
            "DOCKER_CONFIG",
            "HTTP_PROXY",
            "HTTPS_PROXY",
            "NO_PROXY",
            "ALL_PROXY",
            "http_proxy",
            "https_proxy",
            "no_proxy",
            "all_proxy",
            "SSL_CERT_FILE",
            "SSL_CERT_DIR",
            // by this the factory finds all processes of a build again
            "IMAGE_FACTORY_BUILD");
    private static final int LINES = 20;
    private static final int LINE_LENGTH = 500;
    private static final int PATIENCE_SECONDS = 2;

    private final Map<String, String> environment;
    private final PrintStream out;
    private final Set<Process> running = ConcurrentHashMap.newKeySet();

    /** @param out gets what the programs write as it comes */
    Child(Map<String, String> environment, PrintStream out) {
        var small = new TreeMap<>(environment);
        small.keySet().retainAll(PASSED_ON);
        this.environment = small;
        this.out = out;
    }

    /** How a program ended, and the last lines that it wrote. */
    record Ending(int code, List<String> lastLines) {
        boolean good() {
            return code == 0;
        }
    }

    /** Runs a program to its end, and shows what it writes. */
    Ending show(List<String> command, Map<String, String> more) throws IOException {
        return run(command, more, true);
    }

    /** Runs a program to its end for what it writes. */
    Ending ask(List<String> command, Map<String, String> more) throws IOException {
        return run(command, more, false);
    }

    /** Ends what is running: first with a word, then by force, with everything that it started. */
    void kill() {
        for (var process : running) {
            var all = new HashSet<ProcessHandle>();
            process.descendants().forEach(all::add);
            process.destroy();
            waitFor(process);
            process.descendants().forEach(all::add);
            process.destroyForcibly();
            all.forEach(ProcessHandle::destroyForcibly);
        }
    }

    private static void waitFor(Process process) {
        try {
            process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // then by force at once
        }
    }

    private Ending run(List<String> command, Map<String, String> more, boolean shown) throws IOException {
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
        builder.environment().clear();
        builder.environment().putAll(environment);
        builder.environment().putAll(more);
        var process = builder.start();
        running.add(process);
        try (var in = process.getInputStream()) {
            var last = read(in, shown);
            return new Ending(process.waitFor(), last);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while " + command.getFirst() + " ran", e);
        } finally {
            running.remove(process);
        }
    }

    private List<String> read(InputStream in, boolean shown) throws IOException {
        var last = new ArrayDeque<String>();
        var line = new StringBuilder();
        var buffer = new byte[8192];
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            if (shown) {
                out.write(buffer, 0, n);
                out.flush();
            }
            for (var c : new String(buffer, 0, n, StandardCharsets.UTF_8).toCharArray()) {
                if (c == '\n') {
                    keep(last, line);
                } else if (line.length() < LINE_LENGTH) {
                    line.append(c);
                }
            }
        }
        keep(last, line);
        return List.copyOf(last);
    }

    private static void keep(ArrayDeque<String> last, StringBuilder line) {
        var text = line.toString().stripTrailing();
        line.setLength(0);
        if (!text.isBlank()) {
            last.add(text);
        }
        if (last.size() > LINES) {
            last.removeFirst();
        }
    }
}
