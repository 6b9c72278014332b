package imagefactory.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import imagefactory.app.run.Runs;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jboss.logging.MDC;
import org.junit.jupiter.api.Test;

/** What the lines of the log say beside their words. */
@QuarkusTest
class LogTest extends OnRealServers {
    @Inject
    Runs runs;

    @Test
    void whatIsLoggedOfARunCarriesItsNumberAndItsImage() throws Exception {
        var heard = new Ears();
        var logger = Logger.getLogger(Runs.class.getName());
        logger.addHandler(heard);
        try {
            var image = begun(TestCatalog.plain());
            var run = published(image, tick(image));

            await().until(() -> heard.over.containsKey("run " + run.id() + " of " + image.name()));
            assertThat(heard.over.get("run " + run.id() + " of " + image.name()))
                    .containsEntry("run", run.id())
                    .containsEntry("image", image.name());
        } finally {
            logger.removeHandler(heard);
        }
    }

    @Test
    void whatAWorkerMeetsBetweenTwoRunsIsNotTheFirstOnes() {
        await().untilAsserted(() -> {
            MDC.put("run", 1);
            MDC.put("image", "over");

            var claimed = runs.claim();

            for (var leased : claimed) { // somebody else's, and no business of this test
                runs.handBack(leased);
            }
            assertThat(claimed).isEmpty();
            assertThat(MDC.getMap()).doesNotContainKeys("run", "image");
        });
    }

    /** Hears what is logged of runs that are over: each run, and the fields beside the words. */
    private static final class Ears extends Handler {
        private final Map<String, Map<String, Object>> over = new ConcurrentHashMap<>();

        @Override
        public void publish(LogRecord line) {
            var words = line.getMessage().split(" is over: ", 2);
            if (words.length == 2) {
                over.put(words[0], Map.copyOf(MDC.getMap()));
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
