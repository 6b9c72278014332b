package imagefactory.local;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A server could not be started; the message says where, what was found instead and what to do about it. */
public final class NotStarted extends IOException {
    NotStarted(String message) {
        super(message);
    }

    NotStarted(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
