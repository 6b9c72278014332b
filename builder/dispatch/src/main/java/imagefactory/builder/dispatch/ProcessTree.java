package imagefactory.builder.dispatch;

import java.util.HashSet;
import java.util.Set;
import java.util.function.LongPredicate;

/**
 * All processes of one build, also those that left its session or lost their parent.
 *
 * <p>A process belongs to a build that carries its mark, is in the session of its builder, or descends from one that does. A
 * user namespace does not hide it: its owner may look into it and end what is in it.
 */
final class ProcessTree {
    /** A process may fork while it is being killed; a build that outruns this often is left to the next look. */
    private static final int ROUNDS = 20;

    private final LongPredicate belongs;

    private ProcessTree(LongPredicate belongs) {
        this.belongs = belongs;
    }

    /** What carries a mark that begins like this; the builder itself may be gone. */
    static ProcessTree marked(String prefix) {
        return new ProcessTree(pid ->
                SystemProcess.mark(pid).filter(mark -> mark.startsWith(prefix)).isPresent());
    }

    /** The same, and the session of its builder, which has to be alive. */
    static ProcessTree of(SystemProcess builder, String prefix) {
        var marked = marked(prefix);
        return new ProcessTree(pid -> pid == builder.pid()
                || SystemProcess.session(pid)
                        .filter(session -> session == builder.pid())
                        .isPresent()
                || marked.belongs.test(pid));
    }

    /** Ends all of them at once; what was forked meanwhile, too. */
    void kill() {
        var members = members();
        for (int round = 0; round < ROUNDS && !members.isEmpty(); round++) {
            members.forEach(ProcessHandle::destroyForcibly);
            members = members();
        }
    }

    Set<ProcessHandle> members() {
        var members = new HashSet<ProcessHandle>();
        ProcessHandle.allProcesses().filter(each -> belongs.test(each.pid())).forEach(each -> {
            members.add(each);
            each.descendants().forEach(members::add);
        });
        members.removeIf(each ->
                SystemProcess.of(each.pid()).filter(SystemProcess::isAlive).isEmpty());
        members.removeIf(each -> each.pid() == ProcessHandle.current().pid());
        return members;
    }
}
