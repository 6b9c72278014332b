package imagefactory.oci.content;

import imagefactory.core.outcome.Unavailable;
import imagefactory.core.registry.Descriptor;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * A blob as it is read: the last bytes are handed out only when size and digest are right.
 *
 * <p>Fails with {@link BlobBroken}: too short or broken off is unavailable, too long or other bytes is refused. Not for
 * several threads.
 */
public final class VerifiedStream extends FilterInputStream {
    private final String what;
    private final Descriptor expected;
    private final Hash hash;
    private long seen;
    private Optional<IOException> failure = Optional.empty();

    /** @param what names the blob and where it is from, for messages */
    public VerifiedStream(InputStream in, Descriptor expected, String what) throws IOException {
        super(in);
        this.what = what;
        this.expected = expected;
        hash = new Hash(expected.digest());
        if (expected.size() == 0) {
            verify();
        }
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (failure.isPresent()) {
            throw failure.get();
        }
        int count = pull(into, offset, length);
        if (count < 0) {
            return end();
        }
        seen += count;
        hash.update(into, offset, count);
        if (seen > expected.size()) {
            throw fail(new BlobBroken(
                    Wrong.answer(what + " is longer than the " + expected.size() + " bytes it should have.")));
        }
        if (seen == expected.size() && count > 0) {
            verify();
        }
        return count;
    }

    @Override
    public long skip(long count) throws IOException {
        return readNBytes((int) Math.min(count, 1 << 16)).length;
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    /** What went wrong while reading, for whoever handed the stream to something that hides it. */
    public Optional<IOException> failure() {
        return failure;
    }

    private int pull(byte[] into, int offset, int length) throws IOException {
        try {
            return in.read(into, offset, length);
        } catch (BlobBroken e) {
            throw fail(e);
        } catch (IOException e) {
            var broken =
                    new Unavailable(what + " broke off after " + seen + " of " + expected.size() + " bytes: " + e, e);
            throw fail(new BlobBroken(broken));
        }
    }

    private int end() throws IOException {
        if (seen < expected.size()) {
            throw fail(new BlobBroken(
                    new Unavailable(what + " ended after " + seen + " of " + expected.size() + " bytes")));
        }
        return -1;
    }

    private void verify() throws IOException {
        var found = hash.digest();
        if (!found.equals(expected.digest())) {
            throw fail(new BlobBroken(Wrong.answer(what + " has other bytes: their digest is " + found + ".")));
        }
    }

    private IOException fail(IOException e) {
        failure = Optional.of(e);
        return e;
    }
}
