package imagefactory.scanner.kubernetes;

import com.fasterxml.jackson.databind.ObjectMapper;
import imagefactory.core.image.Bytes;
import imagefactory.core.image.Digest;
import imagefactory.core.image.ImageRef;
import imagefactory.core.image.Platform;
import imagefactory.core.scan.ScanRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * One scan, as far as its Job depends on it.
 *
 * @param image by the digest of its manifest
 * @param sbom that the request brought: nothing is listed then
 */
record Scan(ImageRef image, Platform platform, Optional<Bytes> sbom, Known known) {
    /** A ConfigMap holds 1 MiB, with its keys. */
    private static final int MOST_MOUNTED = 1_000_000;

    private static final ObjectMapper JSON = new ObjectMapper();

    static Scan of(ScanRequest request, Known known) {
        return new Scan(
                ImageRef.of(request.repository(), request.manifest()), request.platform(), request.sbom(), known);
    }

    /**
     * The list that is matched instead of the image, without white space. Absent also where it is too large to be handed to a
     * pod: the image is matched then.
     */
    Optional<String> mounted() {
        return sbom.map(Scan::compact).filter(text -> text.getBytes(StandardCharsets.UTF_8).length <= MOST_MOUNTED);
    }

    private static String compact(Bytes sbom) {
        try {
            return JSON.readTree(sbom.array()).toString();
        } catch (IOException e) {
            throw new UncheckedIOException("this SBOM should have been looked at before", e);
        }
    }

    /** Legal, readable, and another one wherever the answer could be another. */
    String name(ClusterSettings settings) {
        var parts = String.join(
                "\n",
                image.toString(),
                sbom.map(Bytes::digest).map(Digest::value).orElse(""),
                known.toString(),
                settings.knowledge().toString(),
                settings.image(),
                settings.limit().toString(),
                settings.memory());
        var manifest = image.digest().map(Digest::shortHex).orElseThrow();
        return "scan-" + manifest + "-"
                + Digest.of(parts.getBytes(StandardCharsets.UTF_8)).shortHex();
    }

    /** For people. */
    @Override
    public String toString() {
        return image + " (" + platform + ")";
    }
}
