package imagefactory.builder.cli;

import imagefactory.core.build.Pin;
import imagefactory.core.json.CanonicalJson;
import imagefactory.core.outcome.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * The program's own word on a build in so few bytes that a kubelet passes it on: {@link Metadata}, whose pins give way to their
 * digest and whose problem is cut where there is no room. The log has all of it.
 */
final class TerminationLog {
    /** Of what is longer a kubelet keeps an end (Kubernetes, "Customizing the termination message"). */
    static final int MOST = 4096;

    private TerminationLog() {}

    static byte[] of(Metadata.Built built) {
        var json = new TreeMap<>(Metadata.of(built));
        var whole = bytes(json);
        if (whole.length <= MOST) {
            return whole;
        }
        json.remove("pins");
        json.put("pinned", Pin.digest(built.pins()));
        return bytes(json);
    }

    static byte[] of(Problem problem) {
        var bytes = bytes(Metadata.of(problem));
        var text = problem.text().lines().findFirst().orElse("");
        for (int room = MOST; bytes.length > MOST; room /= 2) {
            var cut = new Problem(problem.code(), cut(text, room), cut(problem.advice(), room));
            bytes = bytes(Metadata.of(cut));
        }
        return bytes;
    }

    /** In its place: it is a file that is mounted, in a folder that is not ours. */
    static void write(Path file, byte[] text) throws IOException {
        Files.write(file, text);
    }

    private static byte[] bytes(Map<String, Object> json) {
        return CanonicalJson.write(json).array();
    }

    private static String cut(String text, int room) {
        if (text.length() <= room) {
            return text;
        }
        var end = Character.isHighSurrogate(text.charAt(room - 1)) ? room - 1 : room;
        return text.substring(0, end) + "…";
    }
}
