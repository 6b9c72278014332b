package imagefactory.app.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;

/** Builds as Jobs of a cluster, as ManyBuildsTest of builder/dispatch has measured them. */
final class Jobs {
    private static final int MOST_REQUESTS = 10;

    /** By three informers, once each at first and once more after a restart; and once over. */
    private static final int MOST_LISTS = 9;

    private final Properties measured = new Properties();

    /** @param project the clone */
    Jobs(Path project) throws IOException {
        try (var file = Files.newBufferedReader(project.resolve("builder/dispatch/target/many-builds.properties"))) {
            measured.load(file);
        }
    }

    List<Figure> figures() {
        return List.of(
                Figure.of(
                        "%,d builds as Jobs".formatted((int) value("builds")),
                        "s",
                        "%d at once, on a real API server that is killed half-way; the Jobs' ends are played"
                                .formatted((int) value("atOnce")),
                        sample("seconds")),
                Figure.of("builds as Jobs, started more than once", "", "of the same builds", sample("doubled"))
                        .atMost(0),
                Figure.of("requests for each build as a Job", "", "to the API server", sample("requestsForEach"))
                        .atMost(MOST_REQUESTS),
                Figure.of(
                                "lists by informers of Jobs",
                                "",
                                "by three informers in all, the restart of the API server included",
                                sample("lists"))
                        .atMost(MOST_LISTS),
                Figure.of(
                        "heap for each build as a Job",
                        "KiB",
                        "what informers hold of all Jobs, pods and warnings, and the test's own",
                        sample("heapKiBForEach")));
    }

    private List<Double> sample(String name) {
        return List.of(value(name));
    }

    private double value(String name) {
        return Double.parseDouble(measured.getProperty(name, "measured nowhere"));
    }
}
