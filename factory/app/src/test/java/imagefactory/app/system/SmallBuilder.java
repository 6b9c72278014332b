package imagefactory.app.system;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A builder program that obeys the contract of builders and makes a small image, of bits that are never the same again: what
 * was built twice shows. Uses the JDK alone, so that it starts quickly.
 */
final class SmallBuilder {
    /** Says to the passage who began this build. */
    static final String BEGUN_BY = "X-Begun-By";

    private static final int BLOCK = 512;

    private final HttpClient client = HttpClient.newHttpClient();
    private final Map<String, String> flags;
    private final String registry;
    private final String repository;
    private final String tag;

    private SmallBuilder(Map<String, String> flags) {
        this.flags = flags;
        var destination = flags.get("destination");
        var slash = destination.indexOf('/');
        var colon = destination.lastIndexOf(':');
        registry = destination.substring(0, slash);
        repository = destination.substring(slash + 1, colon);
        tag = destination.substring(colon + 1);
    }

    /** @param arguments a file that gets a line for each build, then the flags of the builder program */
    public static void main(String[] arguments) throws Exception {
        var flags = Arrays.stream(arguments)
                .filter(argument -> argument.startsWith("--"))
                .map(argument -> argument.substring(2).split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1], (first, _) -> first, TreeMap::new));
        var line = flags.get("destination") + "\n";
        Files.writeString(Path.of(arguments[0]), line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        new SmallBuilder(flags).build();
    }

    private void build() throws Exception {
        var layer = layer();
        var config = config(layer);
        var manifest = """
                {"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json",\
                "config":%s,"layers":[%s]}""".formatted(part("config.v1+json", config), part("layer.v1.tar", layer));
        putBlob(layer);
        putBlob(config);
        put("/manifests/" + tag, "application/vnd.oci.image.manifest.v1+json", bytes(manifest));
        report(bytes(manifest));
    }

    private void report(byte[] manifest) throws IOException, GeneralSecurityException {
        var metadata = Path.of(flags.get("metadata-file"));
        var fresh = Files.writeString(metadata.resolveSibling("fresh"), """
                {"outcome":"built","context":"%s","pins":[],"backend":"small 1","millis":1,"manifest":%s}
                """.formatted(
                        flags.get("expect-context"), part("manifest.v1+json", manifest)));
        Files.move(fresh, metadata, StandardCopyOption.ATOMIC_MOVE);
    }

    private byte[] config(byte[] layer) throws GeneralSecurityException {
        var platform = flags.get("custom-platform").split("/", 2);
        return bytes("""
                {"os":"%s","architecture":"%s","config":{},"rootfs":{"type":"layers","diff_ids":["%s"]}}""".formatted(platform[0], platform[1], digest(layer)));
    }

    private void putBlob(byte[] blob) throws IOException, InterruptedException, GeneralSecurityException {
        var begun = client.send(
                request(URI.create("http://" + registry + "/v2/" + repository + "/blobs/uploads/"))
                        .POST(BodyPublishers.noBody())
                        .build(),
                BodyHandlers.discarding());
        var location = begun.headers().firstValue("Location").orElseThrow();
        var upload = URI.create(location + (location.contains("?") ? "&" : "?") + "digest=" + digest(blob));
        created(request(upload).PUT(BodyPublishers.ofByteArray(blob)).build());
    }

    private void put(String place, String type, byte[] content) throws IOException, InterruptedException {
        created(request(URI.create("http://" + registry + "/v2/" + repository + place))
                .header("Content-Type", type)
                .PUT(BodyPublishers.ofByteArray(content))
                .build());
    }

    private void created(HttpRequest request) throws IOException, InterruptedException {
        var answer = client.send(request, BodyHandlers.ofString());
        if (answer.statusCode() != 201) {
            throw new IOException(request + " was answered with " + answer.statusCode() + ": " + answer.body());
        }
    }

    private static HttpRequest.Builder request(URI uri) {
        var parent = ProcessHandle.current().parent().map(ProcessHandle::pid).orElse(0L);
        return HttpRequest.newBuilder(uri).header(BEGUN_BY, Long.toString(parent));
    }

    /** Debian 12 with one package and some random bits. */
    private static byte[] layer() throws IOException {
        var bits = new byte[BLOCK];
        new SecureRandom().nextBytes(bits);
        var tar = new ByteArrayOutputStream();
        file(tar, "bits", bits);
        file(tar, "etc/os-release", bytes("ID=debian\nVERSION_ID=\"12\"\nPRETTY_NAME=\"Debian GNU/Linux 12\"\n"));
        file(tar, "var/lib/dpkg/status", bytes("""
                Package: acme-tls
                Status: install ok installed
                Maintainer: Demo <demo@example.com>
                Architecture: all
                Version: 1.2
                Description: TLS of the demo

                """));
        tar.write(new byte[2 * BLOCK]);
        return tar.toByteArray();
    }

    /** A file of a tar (POSIX.1-1988, "ustar"). */
    private static void file(ByteArrayOutputStream tar, String name, byte[] content) throws IOException {
        var head = new byte[BLOCK];
        text(head, 0, name);
        text(head, 100, "0000644");
        text(head, 108, "0000000");
        text(head, 116, "0000000");
        text(head, 124, "%011o".formatted(content.length));
        text(head, 136, "00000000000");
        text(head, 148, "        ");
        text(head, 156, "0");
        text(head, 257, "ustar");
        text(head, 263, "00");
        int sum = 0;
        for (byte each : head) {
            sum += each & 0xff;
        }
        text(head, 148, "%06o\0".formatted(sum));
        tar.write(head);
        tar.write(content);
        tar.write(new byte[(BLOCK - content.length % BLOCK) % BLOCK]);
    }

    private static void text(byte[] head, int at, String text) {
        var bytes = bytes(text);
        System.arraycopy(bytes, 0, head, at, bytes.length);
    }

    private static String part(String type, byte[] content) throws GeneralSecurityException {
        return "{\"mediaType\":\"application/vnd.oci.image.%s\",\"digest\":\"%s\",\"size\":%d}"
                .formatted(type, digest(content), content.length);
    }

    private static String digest(byte[] content) throws GeneralSecurityException {
        return "sha256:"
                + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
