package imagefactory.app.outside;

import imagefactory.core.outcome.Refused;
import imagefactory.core.outcome.Unavailable;
import imagefactory.core.registry.Registry;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A registry that can be away, and that remembers what was asked of it. */
public final class Outages implements InvocationHandler {
    private final Registry registry;
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private volatile boolean away;

    public Outages(Registry registry) {
        this.registry = registry;
    }

    public Registry registry() {
        return (Registry)
                Proxy.newProxyInstance(Registry.class.getClassLoader(), new Class<?>[] {Registry.class}, this);
    }

    public void away(boolean isAway) {
        away = isAway;
    }

    public List<String> asked() {
        return asked;
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] args) throws Throwable {
        if (method.getDeclaringClass().equals(Registry.class)) {
            asked.add(method.getName() + " " + args[0]);
            if (away) {
                throw new Unavailable("the registry is away");
            }
        }
        try {
            return method.invoke(registry, args);
        } catch (InvocationTargetException e) {
            throw refusedOrAway(e);
        }
    }

    private static Throwable refusedOrAway(InvocationTargetException e) {
        return e.getCause() instanceof Refused || e.getCause() instanceof Unavailable ? e.getCause() : e;
    }
}
