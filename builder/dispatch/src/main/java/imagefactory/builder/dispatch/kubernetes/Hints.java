package imagefactory.builder.dispatch.kubernetes;

import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import java.util.function.Predicate;

/** Tells of objects whose build is over, also when a watch tells of them once more. */
class Hints<T> implements ResourceEventHandler<T> {
    private final Hint hint;
    private final Predicate<T> isOver;

    Hints(Hint hint, Predicate<T> isOver) {
        this.hint = hint;
        this.isOver = isOver;
    }

    @Override
    public void onAdd(T object) {
        onUpdate(object, object);
    }

    @Override
    public void onUpdate(T before, T now) {
        if (isOver.test(now)) {
            hint.give();
        }
    }

    @Override
    public void onDelete(T object, boolean unknown) {
        hint.give();
    }
}
