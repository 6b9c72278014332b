package imagefactory.app.outside;

import imagefactory.core.outcome.Refused;
import imagefactory.core.outcome.Unavailable;
import imagefactory.core.registry.Registry;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/** A registry that can be away or refuse, all of it or at one request. */
public final class Outages implements InvocationHandler {
    private static final Answer NORMAL = _ -> {};

    private final Registry registry;
    private volatile Answer answer = NORMAL;
    private volatile Answer end = NORMAL;

    public Outages(Registry registry) {
        this.registry = registry;
    }

    /** What the registry says before it does what it is asked for: {@code put registry.test/demo/portal:latest}. */
    @FunctionalInterface
    public interface Answer {
        void to(String request) throws Unavailable, Refused;
    }

    public Registry registry() {
        return (Registry)
                Proxy.newProxyInstance(Registry.class.getClassLoader(), new Class<?>[] {Registry.class}, this);
    }

    public void behave() {
        answer = NORMAL;
        end = NORMAL;
    }

    public void away() {
        answer = _ -> {
            throw new Unavailable("the registry is away");
        };
    }

    public void answer(Answer with) {
        answer = with;
    }

    /** What it says once it has done what it was asked for: an answer that is lost on its way. */
    public void end(Answer with) {
        end = with;
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] args) throws Throwable {
        if (!method.getDeclaringClass().equals(Registry.class)) {
            return invoke(method, args);
        }
        var request = method.getName() + " " + args[0];
        answer.to(request);
        var answered = invoke(method, args);
        end.to(request);
        return answered;
    }

    private Object invoke(Method method, Object[] args) throws Throwable {
        try {
            return method.invoke(registry, args);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
