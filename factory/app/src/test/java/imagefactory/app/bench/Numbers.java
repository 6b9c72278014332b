package imagefactory.app.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleBinaryOperator;
import java.util.stream.IntStream;

/** Arithmetic of samples, and how it is shown. */
final class Numbers {
    private static final double NANOS = 1e9;

    private Numbers() {}

    static double median(List<Double> samples) {
        var sorted = samples.stream().sorted().toList();
        var middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    /** Each sample with its partner of the same round. */
    static List<Double> paired(List<Double> ones, List<Double> others, DoubleBinaryOperator compared) {
        return IntStream.range(0, Math.min(ones.size(), others.size()))
                .mapToObj(round -> compared.applyAsDouble(ones.get(round), others.get(round)))
                .toList();
    }

    static List<Double> seconds(List<Long> nanos) {
        var seconds = new ArrayList<Double>();
        nanos.forEach(each -> seconds.add(each / NANOS));
        return seconds;
    }

    static double secondsSince(long nanoTime) {
        return (System.nanoTime() - nanoTime) / NANOS;
    }

    /** Three digits that count, and never more than three behind the point. */
    static String plain(double value) {
        var size = Math.abs(value);
        var digits = size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3;
        return String.format(Locale.ROOT, "%,." + digits + "f", value);
    }
}
