package imagefactory.kargo.cluster;

import java.util.Optional;

/**
 * What a Warehouse's status says (akuity/kargo, {@code api/v1alpha1/warehouse_types.go}).
 *
 * @param asked whether it has been told of this publication
 * @param answered whether it has looked since
 * @param last the name of the newest piece of Freight that it made
 * @param fault why it cannot look, in its own words
 * @param freight the name of the piece that names the image, once it is known
 * @param current whether it holds what is written for Kargo 1.11; an older one drops what it does not know
 */
record WarehouseLook(
        String name,
        boolean asked,
        boolean answered,
        Optional<String> last,
        Optional<String> fault,
        Optional<String> freight,
        boolean current) {
    static final String REFRESH = "kargo.akuity.io/refresh";

    /** @param token what this publication is asked for by */
    static WarehouseLook of(String name, Part warehouse, String token) {
        var status = warehouse.at("status");
        boolean answered =
                status.at("lastHandledRefresh").text().filter(token::equals).isPresent();
        boolean asked = warehouse
                .at("metadata", "annotations", REFRESH)
                .text()
                .filter(token::equals)
                .isPresent();
        return new WarehouseLook(
                name,
                asked || answered,
                answered,
                status.at("lastFreightID").text(),
                fault(status),
                Optional.empty(),
                warehouse.at("spec", "subscriptions").list().stream().allMatch(WarehouseLook::isCurrent));
    }

    WarehouseLook with(String found) {
        return new WarehouseLook(name, asked, answered, last, fault, Optional.of(found), current);
    }

    /** What it is waited for, where it has no Freight of the image. */
    String waits() {
        if (fault.isPresent()) {
            return "Kargo's Warehouse " + name + " cannot look: " + fault.get();
        }
        return answered
                ? "Kargo's Warehouse " + name + " has looked, and made no Freight of it: see which tags it selects"
                : "Kargo's Warehouse " + name
                        + " has been told, and has not looked yet: see whether Kargo's controller runs";
    }

    /** Images are chosen by a constraint, or by expressions: one of them is always written. */
    private static boolean isCurrent(Part subscription) {
        var image = subscription.at("image");
        return !image.isThere()
                || image.at("constraint").isThere()
                || image.at("allowTagsRegexes").isThere();
    }

    private static Optional<String> fault(Part status) {
        return status.at("conditions").list().stream()
                .filter(condition -> is(condition, "type", "Healthy") && is(condition, "status", "False"))
                .flatMap(condition -> condition.at("message").text().stream())
                .findFirst();
    }

    private static boolean is(Part condition, String key, String value) {
        return condition.at(key).text().filter(value::equals).isPresent();
    }
}
