package imagefactory.core.plan;

import java.math.BigInteger;
import java.util.Comparator;
import java.util.regex.Pattern;

/** Tags as people count: {@code 9} before {@code 10}. */
final class NaturalOrder implements Comparator<String> {
    static final Comparator<String> OF_TAGS = new NaturalOrder();

    private static final Pattern BETWEEN = Pattern.compile("(?<=[0-9])(?=[^0-9])|(?<=[^0-9])(?=[0-9])");
    private static final Pattern NUMBER = Pattern.compile("[0-9]+");

    private NaturalOrder() {}

    @Override
    public int compare(String one, String other) {
        var ours = BETWEEN.splitAsStream(one).toList();
        var theirs = BETWEEN.splitAsStream(other).toList();
        for (int i = 0; i < Math.min(ours.size(), theirs.size()); i++) {
            int order = part(ours.get(i), theirs.get(i));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(ours.size(), theirs.size());
    }

    private static int part(String one, String other) {
        return NUMBER.matcher(one).matches() && NUMBER.matcher(other).matches()
                ? new BigInteger(one).compareTo(new BigInteger(other))
                : one.compareTo(other);
    }
}
