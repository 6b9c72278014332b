package imagefactory.local;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/** How the command tells what happens, one line for each. */
sealed interface Voice {
    void ready(Server server, Duration took, Path log);

    void written(Path environment);

    void fault(String name, String what);

    /** For people. */
    record Plain() implements Voice {
        @Override
        public void ready(Server server, Duration took, Path log) {
            System.out.printf(
                    Locale.ROOT,
                    "%-8s ready after %.1f s on 127.0.0.1:%d, process %d, log %s%n",
                    server.name(),
                    took.toMillis() / 1000.0,
                    server.port(),
                    server.pid(),
                    log);
        }

        @Override
        public void written(Path environment) {
            System.out.println("settings for the factory are in " + environment);
        }

        @Override
        public void fault(String name, String what) {
            System.err.println(what);
        }
    }

    /** For programs: an object a line. */
    record Json() implements Voice {
        @Override
        public void ready(Server server, Duration took, Path log) {
            System.out.printf(
                    Locale.ROOT,
                    "{\"ready\":\"%s\",\"ms\":%d,\"port\":%d,\"pid\":%d,\"log\":%s}%n",
                    server.name(),
                    took.toMillis(),
                    server.port(),
                    server.pid(),
                    quoted(log.toString()));
        }

        @Override
        public void written(Path environment) {
            System.out.println("{\"settings\":" + quoted(environment.toString()) + "}");
        }

        @Override
        public void fault(String name, String what) {
            System.out.println("{\"fault\":\"" + name + "\",\"text\":" + quoted(what) + "}");
        }

        private static String quoted(String text) {
            var json = new StringBuilder("\"");
            text.chars().forEach(c -> {
                if (c < ' ' || c == '"' || c == '\\') {
                    json.append(String.format("\\u%04x", c));
                } else {
                    json.append((char) c);
                }
            });
            return json.append('"').toString();
        }
    }
}
