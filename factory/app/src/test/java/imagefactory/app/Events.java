package imagefactory.app;

import java.util.UUID;

/** CloudEvents as their senders write them. */
final class Events {
    private Events() {}

    static String schedule(String name) {
        return of("schedule-ticked", name, "{}");
    }

    static String baseUpdated(Enrolled image) {
        return of("base-image-updated", image.base().toString(), "{}");
    }

    static String pushed(Enrolled image) {
        return of("source-pushed", image.cloneUrl(), "{\"branch\":\"main\"}");
    }

    static String asked(Enrolled image, String why) {
        return of("rebuild-requested", image.name(), "{\"by\":\"ada\",\"why\":\"" + why + "\"}");
    }

    static String askedWithoutCache(Enrolled image, String why) {
        return of("rebuild-requested", image.name(), "{\"by\":\"ada\",\"why\":\"" + why + "\",\"noCache\":true}");
    }

    static String of(String type, String subject, String data) {
        return """
                {"specversion":"1.0","type":"io.imagefactory.%s","source":"/test","id":"%s","subject":"%s","data":%s}
                """.formatted(type, UUID.randomUUID(), subject, data);
    }

    static String id(String event) {
        return event.replaceAll("(?s).*\"id\":\"([^\"]*)\".*", "$1");
    }
}
