package imagefactory.kargo.cluster;

import imagefactory.core.image.Digest;
import imagefactory.core.image.Repository;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a piece of Freight says of an image (akuity/kargo, {@code api/v1alpha1/freight_types.go}).
 *
 * @param digest the image's, as this piece names it
 * @param discovered what Kargo tells older from newer by
 */
record FreightLook(String name, String warehouse, Digest digest, Instant discovered, Part status) {
    /** As Go writes durations, but for those of less than a second, which no soak is about. */
    private static final Pattern DURATION = Pattern.compile("([0-9]+h)?([0-9]+m)?([0-9]+(\\.[0-9]{1,9})?s)?");

    /** Empty where it says nothing of the image. */
    static Optional<FreightLook> of(Part freight, Repository repository) {
        var metadata = freight.at("metadata");
        var discovered = freight.at("discoveredAt").text().or(metadata.at("creationTimestamp")::text);
        return digest(freight, repository)
                .map(digest -> new FreightLook(
                        metadata.at("name").text().orElse(""),
                        freight.at("origin", "name").text().orElse(""),
                        digest,
                        discovered
                                .map(at -> OffsetDateTime.parse(at).toInstant())
                                .orElse(Instant.EPOCH),
                        freight.at("status")));
    }

    /** The image's digest in a piece of Freight, or in a reference to one. */
    static Optional<Digest> digest(Part freight, Repository repository) {
        return freight.at("images").list().stream()
                .filter(image -> image.at("repoURL")
                        .text()
                        .filter(repository.toString()::equals)
                        .isPresent())
                .flatMap(image -> image.at("digest").text().stream())
                .filter(Digest::isDigest)
                .map(Digest::new)
                .findFirst();
    }

    boolean isVerifiedIn(String stage) {
        return status.at("verifiedIn", stage).isThere();
    }

    /** Why a stage may not take it, as Kargo decides it ({@code Stage.IsFreightAvailable}); empty where it may. */
    Optional<String> withheldFrom(String stage, Part object, Instant now) {
        if (status.at("approvedFor", stage).isThere()) {
            return Optional.empty();
        }
        var sources = object.at("spec", "requestedFreight").list().stream()
                .filter(request -> request.at("origin", "name")
                        .text()
                        .filter(warehouse::equals)
                        .isPresent())
                .map(request -> request.at("sources"))
                .findFirst();
        if (sources.isEmpty()) {
            return Optional.of("that stage takes nothing of Warehouse " + warehouse);
        }
        return sources.get().at("direct").flag() ? Optional.empty() : lacks(sources.get(), now);
    }

    private Optional<String> lacks(Part sources, Instant now) {
        var before = sources.at("stages").list().stream()
                .flatMap(stage -> stage.text().stream())
                .toList();
        var verified = before.stream().filter(this::isVerifiedIn).toList();
        if (verified.isEmpty()) {
            return Optional.of("it is not verified in stage " + String.join(" or ", before));
        }
        var needed = sources.at("requiredSoakTime").text().map(FreightLook::duration);
        var soaked = verified.stream()
                .map(stage -> soaked(stage, now))
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
        return needed.filter(time -> soaked.compareTo(time) < 0)
                .map(time -> "it was in stage " + String.join(" or ", verified) + " for " + words(soaked)
                        + ", and has to have been there for " + words(time));
    }

    /** Its longest stay in a stage, the present one included. */
    private Duration soaked(String stage, Instant now) {
        var over = status.at("verifiedIn", stage, "longestSoak").text().map(FreightLook::duration);
        var present = status.at("currentlyIn", stage, "since")
                .text()
                .map(since -> Duration.between(OffsetDateTime.parse(since).toInstant(), now));
        return Stream.of(over, present)
                .flatMap(Optional::stream)
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    private static Duration duration(String go) {
        return !go.isEmpty() && DURATION.matcher(go).matches()
                ? Duration.parse("PT" + go.toUpperCase(Locale.ROOT))
                : Duration.ZERO;
    }

    private static String words(Duration time) {
        return time.toHours() + " h " + time.toMinutesPart() + " min";
    }
}
