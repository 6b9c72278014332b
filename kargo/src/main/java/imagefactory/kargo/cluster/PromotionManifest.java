package imagefactory.kargo.cluster;

import imagefactory.core.promote.Pipeline.Rollback;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The Promotion that brings a stage to a piece of Freight (akuity/kargo, {@code api/v1alpha1/promotion_types.go}).
 *
 * <p>Kargo's webhook writes name and steps anew, from the stage. They are given as it would write them: the names have to sort
 * by time, and the definition asks for steps.
 */
final class PromotionManifest {
    /** Kargo sets it too. */
    static final String STAGE = "kargo.akuity.io/stage";

    static final int RANDOM_BYTES = 10;

    private static final String ROLLBACK = "kargo.akuity.io/rollback";
    private static final String DESCRIPTION = "kargo.akuity.io/description";
    private static final String MANAGER = "app.kubernetes.io/managed-by";
    private static final String OURS = "image-factory";
    private static final int LONGEST_DESCRIPTION = 1024;

    private static final String CROCKFORD = "0123456789abcdefghjkmnpqrstvwxyz";
    private static final int BASE = 32;
    private static final int ULID = 26;
    private static final int SHORT = 7;
    private static final int UNUSED_BYTES = 2;

    private PromotionManifest() {}

    /** @param name see {@link #name(String, String, Instant, byte[])} */
    static Map<String, Object> of(
            String name, String stage, Part object, Choosing.Choice.Needed needed, Rollback asked) {
        var labels =
                Map.of(MANAGER, OURS, "io.imagefactory.image", asked.image().name(), STAGE, stage);
        var annotations = new LinkedHashMap<String, Object>();
        annotations.put(DESCRIPTION, description(asked));
        if (needed.older()) {
            annotations.put(ROLLBACK, "true"); // shown by Kargo, and told to the steps
        }
        var spec = new LinkedHashMap<String, Object>();
        spec.put("stage", stage);
        spec.put("freight", needed.to().name());
        object.at("spec", "promotionTemplate", "spec", "steps").value().ifPresent(steps -> spec.put("steps", steps));
        return Map.of(
                "apiVersion",
                Cluster.GROUP + "/" + Cluster.VERSION,
                "kind",
                "Promotion",
                "metadata",
                Map.of("name", name, "labels", labels, "annotations", annotations),
                "spec",
                spec);
    }

    /** As Kargo names them: stage, ULID and the beginning of the Freight's name, so that they sort by time. */
    static String name(String stage, String freight, Instant at, byte[] random) {
        var bytes = ByteBuffer.allocate(Long.BYTES + random.length)
                .putLong(at.toEpochMilli())
                .put(random);
        var number = new BigInteger(1, bytes.array(), UNUSED_BYTES, bytes.capacity() - UNUSED_BYTES).toString(BASE);
        var ulid = new StringBuilder("0".repeat(ULID - number.length()));
        number.chars().forEach(digit -> ulid.append(CROCKFORD.charAt(Character.digit(digit, BASE))));
        return stage + "." + ulid + "." + freight.substring(0, Math.min(freight.length(), SHORT));
    }

    static String name(Part promotion) {
        return promotion.at("metadata", "name").text().orElse("");
    }

    /** The name of the Freight that it promotes. */
    static String freight(Part promotion) {
        return promotion.at("spec", "freight").text().orElse("");
    }

    /** Whether a factory made it. */
    static boolean isOurs(Part promotion) {
        return promotion
                .at("metadata", "labels", MANAGER)
                .text()
                .filter(OURS::equals)
                .isPresent();
    }

    private static String description(Rollback asked) {
        var text = "Asked for by " + asked.by() + ": " + asked.why();
        return text.length() <= LONGEST_DESCRIPTION ? text : text.substring(0, LONGEST_DESCRIPTION);
    }
}
