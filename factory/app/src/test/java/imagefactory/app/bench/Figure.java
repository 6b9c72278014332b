package imagefactory.app.bench;

import java.util.List;
import java.util.Optional;

/**
 * One measured figure.
 *
 * @param unit of all samples
 * @param how what was measured, for people
 * @param samples one for each round, in the order in which they were taken
 */
record Figure(String name, String unit, String how, Optional<Expectation> expected, List<Double> samples) {
    Figure {
        samples = List.copyOf(samples);
        if (samples.isEmpty()) {
            throw new IllegalArgumentException(name + " was never measured");
        }
    }

    /** What the median should be: at most, or at least, this much. */
    record Expectation(boolean atMost, double limit) {
        boolean met(double median) {
            return atMost ? median <= limit : median >= limit;
        }

        @Override
        public String toString() {
            return (atMost ? "≤ " : "≥ ") + Numbers.plain(limit);
        }
    }

    static Figure of(String name, String unit, String how, List<Double> samples) {
        return new Figure(name, unit, how, Optional.empty(), samples);
    }

    Figure atMost(double limit) {
        return new Figure(name, unit, how, Optional.of(new Expectation(true, limit)), samples);
    }

    Figure atLeast(double limit) {
        return new Figure(name, unit, how, Optional.of(new Expectation(false, limit)), samples);
    }

    double min() {
        return samples.stream().min(Double::compare).orElseThrow();
    }

    double max() {
        return samples.stream().max(Double::compare).orElseThrow();
    }

    double median() {
        return Numbers.median(samples);
    }

    /** Empty where nothing was expected. */
    Optional<Boolean> met() {
        return expected.map(expectation -> expectation.met(median()));
    }
}
