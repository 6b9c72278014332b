package imagefactory.builder.dispatch;

import java.nio.file.Path;

/** A factory that knows one build, as a process that can be killed. */
final class TinyFactory {
    private TinyFactory() {}

    /** @param arguments script of the builder, folder of the workshop */
    public static void main(String[] arguments) throws Exception {
        var executor = new Workshop(Path.of(arguments[1]), new TestClock()).executor(arguments[0]);
        BuildExecutorContract.end(executor, Requests.named("portal"));
        System.exit(0);
    }
}
