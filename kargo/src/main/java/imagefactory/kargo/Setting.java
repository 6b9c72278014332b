package imagefactory.kargo;

import imagefactory.core.image.ImageRef;
import java.net.URI;
import java.util.regex.Pattern;

/**
 * Whom the manifests are for.
 *
 * @param project Kargo's project, which is a namespace too
 * @param factory the factory's own URL, as seen from the cluster, without a slash at its end
 * @param commands the image with this project's command line, which analyses run
 * @param controlNamespace where the factory's own service account {@code image-factory} lives
 */
public record Setting(String project, URI factory, ImageRef commands, String controlNamespace) {
    private static final Pattern LABEL = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
    private static final Pattern URL =
            Pattern.compile("https?://[A-Za-z0-9.:\\[\\]-]+(/[A-Za-z0-9._~/-]*[A-Za-z0-9._~-])?");

    public static final Setting DEFAULT = new Setting(
            "image-factory-kargo",
            URI.create("http://image-factory.image-factory.svc:8080"),
            ImageRef.parse("localhost/image-factory/factory:1"),
            "image-factory");

    /** @throws IllegalArgumentException with the reason, if one of them cannot stand in a manifest */
    public Setting {
        check(project);
        check(controlNamespace);
        if (!URL.matcher(factory.toString()).matches()) {
            throw new IllegalArgumentException(
                    "\"" + factory + "\" is not the URL of a factory: https://host[:port][/path] expected");
        }
    }

    private static void check(String namespace) {
        if (!LABEL.matcher(namespace).matches()) {
            throw new IllegalArgumentException("\"" + namespace + "\" is not a namespace: a DNS label expected");
        }
    }
}
