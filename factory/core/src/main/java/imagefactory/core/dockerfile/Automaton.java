package imagefactory.core.dockerfile;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntPredicate;

/**
 * Looks for a {@link GoExpression} anywhere in a path, as Go does: all ways at once, so that no pattern takes long.
 *
 * <p>What was met once is remembered: a path costs one look into a table for each of its characters, however many ways
 * there are. Safe for use by many threads.
 */
final class Automaton {
    private static final int END = -1;
    private static final int ASCII = 128;
    /** How many places are remembered; beyond, it begins anew. */
    private static final int MOST_PLACES = 1_000;

    /** One step, once or any number of times. */
    record Element(Kind kind, IntPredicate accepts) {}

    /** How an element is gone through; from {@link #START} on without a character. */
    enum Kind {
        ONE,
        MANY,
        /** the next two or neither */
        OPTION,
        START,
        END,
        /** between a letter and none */
        BOUNDARY,
        INSIDE
    }

    private final List<Element> elements = new ArrayList<>();
    private final BitSet beginnings = new BitSet();
    /** Where an alternative may begin behind the path's first character: those that are not held to it. */
    private final BitSet later = new BitSet();

    private final BitSet ends = new BitSet();
    private final Map<Key, Place> places = new ConcurrentHashMap<>();
    private final Place first;

    /** Which elements may come next, and what lies behind. */
    private record Key(BitSet next, boolean atStart, boolean afterWord) {}

    /** A place in a path, and the places that each character leads to; empty where the expression was found. */
    private static final class Place {
        private final Key key;
        private final Optional<Place>[] known;

        @SuppressWarnings({"unchecked", "rawtypes"}) // there is no array of a generic type
        Place(Key key) {
            this.key = key;
            known = new Optional[ASCII];
        }
    }

    Automaton(List<List<Element>> alternatives) {
        for (var alternative : alternatives) {
            boolean held = !alternative.isEmpty() && alternative.getFirst().kind() == Kind.START;
            beginnings.set(elements.size());
            later.set(elements.size(), !held);
            elements.addAll(alternative);
            ends.set(elements.size());
            elements.add(new Element(Kind.ONE, any -> false));
        }
        first = new Place(new Key(beginnings, true, false));
    }

    boolean matches(String path) {
        var place = first;
        for (int i = 0; i < path.length(); ) {
            int c = path.codePointAt(i);
            i += Character.charCount(c);
            var next = after(place, c);
            if (next.isEmpty()) {
                return true;
            }
            place = next.get();
            if (place.key.next().isEmpty()) {
                return false;
            }
        }
        return spread(place.key, END).intersects(ends);
    }

    @SuppressWarnings("NullAway") // what was not met yet is null
    private Optional<Place> after(Place place, int c) {
        var known = c < ASCII ? place.known[c] : null;
        if (known != null) {
            return known;
        }
        var found = step(place.key, c);
        if (c < ASCII) {
            place.known[c] = found;
        }
        return found;
    }

    private Optional<Place> step(Key from, int c) {
        var now = spread(from, c);
        if (now.intersects(ends)) {
            return Optional.empty();
        }
        var next = (BitSet) later.clone();
        for (int i = now.nextSetBit(0); i >= 0; i = now.nextSetBit(i + 1)) {
            var element = elements.get(i);
            if (element.accepts().test(c)) {
                next.set(element.kind() == Kind.MANY ? i : i + 1);
            }
        }
        if (places.size() >= MOST_PLACES) {
            places.clear();
        }
        return Optional.of(places.computeIfAbsent(new Key(next, false, GoExpression.isWord(c)), Place::new));
    }

    /** With all that is reached without a character. */
    private BitSet spread(Key from, int c) {
        var all = (BitSet) from.next().clone();
        for (int i = all.nextSetBit(0); i >= 0; i = all.nextSetBit(i + 1)) {
            var kind = elements.get(i).kind();
            if (passes(kind, from, c)) {
                all.set(i + 1);
            }
            if (kind == Kind.OPTION) {
                all.set(i + 3);
            }
        }
        return all;
    }

    private static boolean passes(Kind kind, Key from, int c) {
        boolean boundary = from.afterWord() != GoExpression.isWord(c);
        return switch (kind) {
            case ONE -> false;
            case MANY, OPTION -> true;
            case START -> from.atStart();
            case END -> c == END;
            case BOUNDARY -> boundary;
            case INSIDE -> !boundary;
        };
    }
}
