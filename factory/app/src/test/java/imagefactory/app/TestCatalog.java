package imagefactory.app;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The images that the tests of the routes build: each test takes its own, so that none sees another's runs. */
final class TestCatalog {
    private static final int OF_EACH = 120;
    private static final AtomicInteger TAKEN = new AtomicInteger();

    static final String YAML = IntStream.range(0, OF_EACH)
                    .boxed()
                    .flatMap(i -> Stream.of(
                            image("plain-" + i, ""),
                            image("patient-" + i, "  rebuildDelay: 7d\n"),
                            image("manual-" + i, "  autoRebuild: false\n")))
                    .collect(Collectors.joining())
            + """
            - name: postgres
              registry: docker.io
              repository: library/postgres
            """;

    private TestCatalog() {}

    /** An image of two platforms that nobody has built. */
    static Enrolled plain() {
        return taken("plain-");
    }

    /** One whose bases rest for seven days. */
    static Enrolled patient() {
        return taken("patient-");
    }

    /** One that is rebuilt by hand. */
    static Enrolled manual() {
        return taken("manual-");
    }

    private static Enrolled taken(String kind) {
        int number = TAKEN.getAndIncrement();
        if (number >= OF_EACH) {
            throw new IllegalStateException("the tests need more than the " + OF_EACH + " images of OF_EACH");
        }
        return new Enrolled(kind + number);
    }

    static String image(String name, String more) {
        return """
                - name: %1$s
                  registry: registry.test
                  repository: demo/%1$s
                  source: {url: https://git.test/demo/%1$s.git, branch: main, dockerfile: %1$s/Dockerfile}
                  platforms: [linux/amd64, linux/arm64]
                  tags: ["{date}-{time}-{run}", latest]
                  schedule: %1$s
                """.formatted(name) + more;
    }
}
