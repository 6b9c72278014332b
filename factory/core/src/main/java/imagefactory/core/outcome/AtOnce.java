package imagefactory.core.outcome;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Questions to the world outside that need not wait for each other. How many are under way is limited by whom they ask. */
public final class AtOnce {
    private AtOnce() {}

    /** One question; it may be asked on any thread. */
    @FunctionalInterface
    public interface Question<T> {
        T ask() throws Unavailable, Refused;
    }

    /**
     * Asks all of them at the same time, and returns when all are over.
     *
     * @return the answers in the order of the questions
     * @throws Unavailable what the first question in that order failed with, if it was that
     * @throws Refused likewise
     */
    public static <T> List<T> all(Collection<? extends Question<? extends T>> questions) throws Unavailable, Refused {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var asked = new ArrayList<Future<? extends T>>();
            for (var question : questions) {
                asked.add(threads.submit(question::ask));
            }
            var answers = new ArrayList<T>();
            for (var each : asked) {
                answers.add(answer(each));
            }
            return answers;
        }
    }

    private static <T> T answer(Future<T> asked) throws Unavailable, Refused {
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
