package imagefactory.core.outcome;

import imagefactory.core.outcome.AtOnce.Question;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.FutureTask;

/**
 * Answers of the world outside, each asked for once: who asks the same meanwhile waits for it, who asks later is given it. That
 * nobody could be asked is an answer too, or a server that is away would be waited for by everybody in turn.
 *
 * <p>Answers get old: make one of these for each look. Safe for use by many threads.
 *
 * @param <K> what tells one question from another
 */
public final class Answers<K, V> {
    private final Map<K, FutureTask<V>> tasks = new ConcurrentHashMap<>();

    public V to(K key, Question<V> question) throws Unavailable, Refused {
        var task = tasks.computeIfAbsent(key, _ -> new FutureTask<>(question::ask));
        task.run(); // does nothing where somebody else was quicker
        return AtOnce.answer(task);
    }
}
