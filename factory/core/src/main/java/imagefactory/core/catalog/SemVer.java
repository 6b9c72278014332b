package imagefactory.core.catalog;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A tag as a semantic version (semver.org 2.0, "Precedence"). As Kargo does it leniently: {@code v1.2} is {@code 1.2.0}.
 *
 * @param numbers major, minor and patch
 * @param release the parts behind the dash; empty for a release
 */
record SemVer(List<BigInteger> numbers, List<String> release) implements Comparable<SemVer> {
    private static final Pattern FORM =
            Pattern.compile("v?([0-9]+)(?:\\.([0-9]+))?(?:\\.([0-9]+))?(?:-([0-9A-Za-z.-]+))?");
    private static final Pattern NUMBER = Pattern.compile("[0-9]+");
    private static final int PARTS = 3;

    static Optional<SemVer> parse(String tag) {
        var form = FORM.matcher(tag);
        if (!form.matches()) {
            return Optional.empty();
        }
        var numbers = new ArrayList<BigInteger>();
        for (int part = 1; part <= PARTS; part++) {
            numbers.add(form.group(part) == null ? BigInteger.ZERO : new BigInteger(form.group(part)));
        }
        var behind = Optional.ofNullable(form.group(PARTS + 1));
        return Optional.of(new SemVer(
                numbers, behind.map(text -> List.of(text.split("\\.", -1))).orElse(List.of())));
    }

    @Override
    public int compareTo(SemVer other) {
        for (int part = 0; part < PARTS; part++) {
            int order = numbers.get(part).compareTo(other.numbers.get(part));
            if (order != 0) {
                return order;
            }
        }
        if (release.isEmpty() || other.release.isEmpty()) {
            return Boolean.compare(
                    release.isEmpty(), other.release.isEmpty()); // what is not yet released comes before it
        }
        return compareReleases(other);
    }

    private int compareReleases(SemVer other) {
        for (int i = 0; i < Math.min(release.size(), other.release.size()); i++) {
            int order = compare(release.get(i), other.release.get(i));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(release.size(), other.release.size());
    }

    private static int compare(String one, String other) {
        boolean ours = NUMBER.matcher(one).matches();
        boolean theirs = NUMBER.matcher(other).matches();
        if (ours && theirs) {
            return new BigInteger(one).compareTo(new BigInteger(other));
        }
        return ours == theirs ? one.compareTo(other) : Boolean.compare(theirs, ours);
    }
}
