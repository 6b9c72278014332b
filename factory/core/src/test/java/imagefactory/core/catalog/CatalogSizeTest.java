package imagefactory.core.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CatalogSizeTest {
    private static final int IMAGES = 10_000;

    /** Of processor time, in a cold JVM: a busy machine changes nothing. */
    private static final Duration ENOUGH = Duration.ofSeconds(5);

    @Test
    void tenThousandImagesAreReadInSeconds() throws Exception {
        var yaml = IntStream.range(0, IMAGES)
                .mapToObj(i -> """
                        - name: portal-%d
                          registry: ghcr.io
                          repository: acme/portal-%d
                          source: {repo: acme/mono, dockerfile: apps/portal/Dockerfile, context: apps/portal}
                          tags: ["{version}", latest]
                          version: {file: apps/portal/VERSION}
                          rebuildDelay: 7d
                        """.replace("%d", Integer.toString(i)))
                .collect(Collectors.joining());

        var start = used();
        var catalog = Samples.read(yaml).catalog();
        var took = used().minus(start);

        assertThat(catalog.managed()).hasSize(IMAGES);
        assertThat(catalog.named("portal-9999")).isPresent();
        assertThat(took).isLessThan(ENOUGH);
    }

    private static Duration used() {
        return Duration.ofNanos(ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime());
    }
}
