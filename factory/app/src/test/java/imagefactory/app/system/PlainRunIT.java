package imagefactory.app.system;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** One factory, one event, nothing in its way. */
class PlainRunIT {
    @Test
    void oneEventBecomesOneSignedImage() throws Exception {
        try (var premises = new Premises("plain")) {
            var begin = System.nanoTime();
            premises.replica("a").awaitUp();
            var up = System.nanoTime();
            premises.ask("plain");
            new Audit(premises, "plain").publishedOnce(Duration.ofSeconds(60));
            System.out.printf(
                    "up after %d ms, published after %d ms%n",
                    (up - begin) / 1_000_000, (System.nanoTime() - up) / 1_000_000);
        }
    }
}
