package imagefactory.cli.command;

import java.util.Stack;
import java.util.regex.Pattern;
import picocli.CommandLine.IParameterConsumer;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;

/** Takes the word behind {@code --kafka} only if it names brokers: it may as well be the file of the event. */
final class Brokers implements IParameterConsumer {
    private static final Pattern NAMED = Pattern.compile("[^/\\s]+:[0-9]{1,5}");

    @Override
    @SuppressWarnings("JdkObsolete") // picocli's own signature
    public void consumeParameters(Stack<String> words, ArgSpec option, CommandSpec command) {
        option.setValue(!words.isEmpty() && NAMED.matcher(words.peek()).matches() ? words.pop() : "");
    }
}
