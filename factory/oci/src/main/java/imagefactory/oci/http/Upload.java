package imagefactory.oci.http;

import imagefactory.core.outcome.Refused;
import imagefactory.core.outcome.Unavailable;
import imagefactory.core.registry.Descriptor;
import imagefactory.core.registry.Registry.BlobSource;
import imagefactory.oci.content.BlobBroken;
import imagefactory.oci.content.VerifiedStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Optional;

/** The bytes of one blob on their way out: opened anew for each attempt, checked as they go, each read a sign of life. */
final class Upload implements Ask.Body, AutoCloseable {
    private final String what;
    private final Descriptor blob;
    private final BlobSource source;
    private final Patience.Progress progress;
    private Optional<VerifiedStream> current = Optional.empty();
    private Optional<IOException> failure = Optional.empty();

    Upload(String what, Descriptor blob, BlobSource source, Patience.Progress progress) {
        this.what = what;
        this.blob = blob;
        this.source = source;
        this.progress = progress;
    }

    @Override
    public BodyPublisher open() throws IOException {
        var stream = stream();
        return blob.size() == 0
                ? BodyPublishers.noBody()
                : BodyPublishers.fromPublisher(BodyPublishers.ofInputStream(() -> stream), blob.size());
    }

    /** The whole blob from its beginning. */
    InputStream stream() throws IOException {
        close();
        try {
            current = Optional.of(new VerifiedStream(new Moving(source.open(), progress), blob, what));
            return current.get();
        } catch (Unavailable e) {
            throw keep(new BlobBroken(e));
        } catch (Refused e) {
            throw keep(new BlobBroken(e));
        } catch (IOException e) {
            throw keep(new BlobBroken(new Unavailable(what + ": its source cannot be opened: " + e.getMessage(), e)));
        }
    }

    /** Throws what the source of the bytes failed with, if it did; the registry is not to blame then. */
    void raise() throws Unavailable, Refused {
        var cause = failure.or(() -> current.flatMap(VerifiedStream::failure));
        if (cause.isPresent()) {
            throw BlobBroken.raise(what, cause.get());
        }
    }

    private IOException keep(BlobBroken broken) {
        failure = Optional.of(broken);
        return broken;
    }

    @Override
    public void close() throws IOException {
        if (current.isPresent()) {
            current.get().close();
        }
    }

    private static final class Moving extends FilterInputStream {
        private final Patience.Progress progress;

        Moving(InputStream in, Patience.Progress progress) {
            super(in);
            this.progress = progress;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            progress.moved();
            return super.read(into, offset, length);
        }
    }
}
