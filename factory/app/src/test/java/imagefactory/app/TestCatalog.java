package imagefactory.app;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The images that the tests of the routes build: each test takes its own, so that none sees another's runs. */
final class TestCatalog {
    private static final Kind PLAIN = new Kind("plain-", "", 200);
    private static final Kind PATIENT = new Kind("patient-", "  rebuildDelay: 7d\n", 10);
    private static final Kind MANUAL = new Kind("manual-", "  autoRebuild: false\n", 10);

    private static final Kind PROMOTED = new Kind(
            "promoted-",
            "  updates: [{repo: \"https://git.test/demo/gitops.git\", path: values.yaml, type: yaml-update}]\n",
            10);
    private static final Kind STAGED = new Kind("staged-", "  stages: [{name: dev}]\n", 20);

    static final String YAML =
            Stream.of(PLAIN, PATIENT, MANUAL, PROMOTED, STAGED).map(Kind::yaml).collect(Collectors.joining()) + """
            - name: postgres
              registry: docker.io
              repository: library/postgres
            - name: upstream
              registry: registry.test
              repository: others/upstream
              allowTags: ^1\\.
              imageSelectionStrategy: SemVer
              updates: [{repo: "https://git.test/demo/gitops.git", path: upstream.yaml, type: yaml-update}]
            - name: where-another-is-staged
              registry: registry.test
              repository: demo/manual-9-build
            """;

    private TestCatalog() {}

    /** An image of two platforms that nobody has built. */
    static Enrolled plain() {
        return PLAIN.take();
    }

    /** One whose bases rest for seven days. */
    static Enrolled patient() {
        return PATIENT.take();
    }

    /** One that is rebuilt by hand. */
    static Enrolled manual() {
        return MANUAL.take();
    }

    /** One whose digest stands in a file. */
    static Enrolled promoted() {
        return PROMOTED.take();
    }

    /** One that Kargo promotes. */
    static Enrolled staged() {
        return STAGED.take();
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

    /** Images that differ by their names only. */
    private record Kind(String name, String more, int many, AtomicInteger taken) {
        private Kind(String name, String more, int many) {
            this(name, more, many, new AtomicInteger());
        }

        private String yaml() {
            return IntStream.range(0, many)
                    .mapToObj(number -> image(name + number, more))
                    .collect(Collectors.joining());
        }

        private Enrolled take() {
            int number = taken.getAndIncrement();
            if (number >= many) {
                throw new IllegalStateException("the tests need more than " + many + " images " + name);
            }
            return new Enrolled(name + number);
        }
    }
}
