package imagefactory.core.outcome;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/** Questions to the world outside that need not wait for each other: as many at a time as do not crowd out everybody else. */
public final class AtOnce {
    /** Of one caller; how many a single registry or git server gets is limited again where it is asked. */
    static final int MOST = 16;

    private AtOnce() {}

    /** One question; it may be asked on any thread. */
    @FunctionalInterface
    public interface Question<T> {
        T ask() throws Unavailable, Refused;
    }

    /**
     * Asks all of them, and returns when all are over.
     *
     * @return the answers in the order of the questions
     * @throws Unavailable what the first question in that order failed with, if it was that
     * @throws Refused likewise
     */
    public static <T> List<T> all(Collection<? extends Question<? extends T>> questions) throws Unavailable, Refused {
        int threads = Math.clamp(questions.size(), 1, MOST);
        try (var pool = Executors.newFixedThreadPool(threads, Thread.ofVirtual().factory())) {
            var asked = new ArrayList<Future<? extends T>>();
            for (var question : questions) {
                asked.add(pool.submit(question::ask));
            }
            var answers = new ArrayList<T>();
            for (var each : asked) {
                answers.add(answer(each));
            }
            return answers;
        }
    }

    /**
     * Asks the same about each of these things.
     *
     * @param question that knows no failure but a fault of the program
     * @return the answers in the order of the things
     * @throws Unavailable if this thread is interrupted
     */
    public static <K, V> Map<K, V> each(Collection<K> things, Function<? super K, ? extends V> question)
            throws Unavailable {
        var questions = things.stream()
                .map(thing -> (Question<V>) () -> question.apply(thing))
                .toList();
        try {
            var answers = all(questions).iterator();
            var found = new LinkedHashMap<K, V>();
            things.forEach(thing -> found.put(thing, answers.next()));
            return found;
        } catch (Refused impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    static <T> T answer(Future<T> asked) throws Unavailable, Refused {
        try {
            return asked.get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case Unavailable away -> throw away;
                case Refused refused -> throw refused;
                case RuntimeException fault -> throw fault;
                case null, default -> throw new IllegalStateException(e);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the executor ends what is under way then
            throw new Unavailable("interrupted while questions were under way", e);
        }
    }
}
