package imagefactory.kargo.cluster;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A part of an object as the API server tells it; what is not there, or something else than expected, is empty. */
record Part(Optional<Object> value) {
    static Part of(Object value) {
        return new Part(Optional.of(value));
    }

    Part at(String... path) {
        var here = this;
        for (var key : path) {
            here = new Part(here.value
                    .filter(Map.class::isInstance)
                    .flatMap(map -> Optional.ofNullable(((Map<?, ?>) map).get(key))));
        }
        return here;
    }

    Optional<String> text() {
        return value.filter(String.class::isInstance).map(String.class::cast).filter(text -> !text.isEmpty());
    }

    /** What is left out is false. */
    boolean flag() {
        return value.filter(Boolean.TRUE::equals).isPresent();
    }

    boolean isThere() {
        return value.isPresent();
    }

    List<Part> list() {
        return value.filter(List.class::isInstance).stream()
                .flatMap(list -> ((List<?>) list).stream())
                .map(each -> new Part(Optional.ofNullable(each)))
                .toList();
    }

    Map<String, Part> entries() {
        var entries = new LinkedHashMap<String, Part>();
        value.filter(Map.class::isInstance)
                .ifPresent(map -> ((Map<?, ?>) map)
                        .forEach((key, each) -> entries.put(key.toString(), new Part(Optional.ofNullable(each)))));
        return entries;
    }
}
