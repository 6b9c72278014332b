package imagefactory.local;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports of 127.0.0.1 that stay the same from start to start, written down in a file, one a line.
 *
 * <p>They are taken from below the range that the kernel hands out for outgoing connections, so nobody gets them by chance.
 */
final class Ports {
    private static final int FROM = 20_000;
    private static final int TO = 32_000;
    private static final int TRIES = 1000;

    private Ports() {}

    /** The ports of the file as far as they are free, else others. */
    static List<Integer> keep(Path file, int count) throws IOException {
        var known = Files.exists(file) ? Files.readAllLines(file) : List.<String>of();
        var ports = new ArrayList<Integer>();
        for (int i = 0; i < count; i++) {
            var port = i < known.size() && known.get(i).matches("[0-9]{4,5}") ? Integer.parseInt(known.get(i)) : 0;
            ports.add(isFree(port) && !ports.contains(port) ? port : another(ports));
        }
        Files.write(file, ports.stream().map(String::valueOf).toList());
        return List.copyOf(ports);
    }

    private static int another(List<Integer> taken) throws IOException {
        var refused = new HashSet<>(taken);
        for (int i = 0; i < TRIES; i++) {
            var port = ThreadLocalRandom.current().nextInt(FROM, TO);
            if (refused.add(port) && isFree(port)) {
                return port;
            }
        }
        throw new NotStarted("no free port from %d to %d of 127.0.0.1 in %d tries; end what listens there"
                .formatted(FROM, TO, TRIES));
    }

    private static boolean isFree(int port) {
        if (port == 0 || port > 65_535) {
            return false;
        }
        try (var socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false; // that is the answer: someone listens there
        }
    }
}
