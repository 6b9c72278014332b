package imagefactory.oci.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The body of an answer as a stream that gives up when nothing comes; the JDK's own would wait for ever. */
final class ResponseStream extends InputStream implements BodySubscriber<ResponseStream> {
    private static final int AHEAD = 4;

    private final Patience patience;
    private final BlockingQueue<Item> arrived = new LinkedBlockingQueue<>();
    private final AtomicReference<Flow.@Nullable Subscription> subscription = new AtomicReference<>();
    private final Queue<ByteBuffer> current = new ArrayDeque<>();
    private volatile boolean closed;
    private boolean ended;

    private sealed interface Item {
        record Data(List<ByteBuffer> buffers) implements Item {}

        record End() implements Item {}

        record Failure(Throwable cause) implements Item {}
    }

    ResponseStream(Patience patience) {
        this.patience = patience;
    }

    @Override
    public CompletionStage<ResponseStream> getBody() {
        return CompletableFuture.completedStage(this);
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        if (closed || !subscription.compareAndSet(null, given)) {
            given.cancel();
        } else {
            given.request(AHEAD);
        }
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        arrived.add(new Item.Data(buffers));
    }

    @Override
    public void onError(Throwable cause) {
        arrived.add(new Item.Failure(cause));
    }

    @Override
    public void onComplete() {
        arrived.add(new Item.End());
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (true) {
            var buffer = current.peek();
            if (buffer != null && buffer.hasRemaining()) {
                int count = Math.min(length, buffer.remaining());
                buffer.get(into, offset, count);
                return count;
            }
            if (buffer != null) {
                current.remove();
            } else if (ended || !next()) {
                return -1;
            }
        }
    }

    /** Whether there is more. */
    private boolean next() throws IOException {
        if (closed) {
            throw new IOException("the stream is closed");
        }
        return switch (await()) {
            case Item.Data data -> {
                current.addAll(data.buffers());
                more();
                yield true;
            }
            case Item.End _ -> {
                ended = true;
                yield false;
            }
            case Item.Failure failure -> throw new IOException(failure.cause().getMessage(), failure.cause());
        };
    }

    private Item await() throws IOException {
        var wait = patience.left();
        try {
            var item = arrived.poll(wait.toNanos(), TimeUnit.NANOSECONDS);
            if (item == null) {
                close();
                throw new HttpTimeoutException("nothing came for " + wait.toMillis() + " ms");
            }
            return item;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            close();
            throw (IOException) new InterruptedIOException("interrupted while reading").initCause(e);
        }
    }

    private void more() {
        var given = subscription.get();
        if (given != null) {
            given.request(1);
        }
    }

    /** Where all has come already the connection serves again; else it is given up. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        var given = subscription.get();
        if (given != null && !ended && !isAllThere()) {
            given.cancel();
        }
    }

    private boolean isAllThere() {
        return arrived.stream().anyMatch(item -> item instanceof Item.End);
    }
}
