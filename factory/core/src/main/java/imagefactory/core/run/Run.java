package imagefactory.core.run;

import imagefactory.core.build.Cause;
import imagefactory.core.outcome.Problem;
import imagefactory.core.run.StageResult.Assembled;
import imagefactory.core.run.StageResult.Attached;
import imagefactory.core.run.StageResult.Attested;
import imagefactory.core.run.StageResult.Built;
import imagefactory.core.run.StageResult.Failed;
import imagefactory.core.run.StageResult.Promoted;
import imagefactory.core.run.StageResult.Published;
import imagefactory.core.run.StageResult.Released;
import imagefactory.core.run.StageResult.Resolved;
import imagefactory.core.run.StageResult.Scanned;
import imagefactory.core.run.StageResult.Signed;
import imagefactory.core.run.StageResult.Skipped;
import imagefactory.core.run.StageResult.Verified;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One image on its way, as data: why, and each stage's result once it is there.
 *
 * @param plan that opened it; none where it follows a run in whose middle its causes came
 * @param seq grows per image in the order in which runs began; 0 as long as this one has not
 * @param results in the order in which they came
 * @param rest how long this run must not be looked at again; zero for not at all
 */
public record Run(
        long id,
        String image,
        Optional<Long> plan,
        long seq,
        List<Cause> causes,
        List<StageResult> results,
        Duration rest) {
    /** The order of the stages, and what each leaves behind. */
    private static final Map<Due, Class<? extends StageResult>> STAGES = stages();

    /** One that nothing has been done for yet. */
    public static Run opened(long id, String image, Optional<Long> plan, List<Cause> causes) {
        return new Run(id, image, plan, 0, causes, List.of(), Duration.ZERO);
    }

    public Run {
        causes = List.copyOf(causes);
        results = List.copyOf(results);
    }

    /** The next stage, derived from what is there: no status that could fall out of step. */
    public Due due() {
        if (has(Failed.class) || has(Skipped.class) || isThrough()) {
            return Due.NOTHING;
        }
        if (rest.isPositive()) {
            return Due.LATER;
        }
        return STAGES.entrySet().stream()
                .filter(stage -> !has(stage.getValue()))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(Due.NOTHING);
    }

    public <T extends StageResult> Optional<T> find(Class<T> type) {
        return results.stream().filter(type::isInstance).map(type::cast).findFirst();
    }

    /** A result that a stage before this one has left. */
    public <T extends StageResult> T get(Class<T> type) {
        return find(type).orElseThrow(() -> new IllegalStateException(this + " has no " + type.getSimpleName()));
    }

    public Run add(StageResult result) {
        var more = new ArrayList<>(results);
        more.add(result);
        return new Run(id, image, plan, seq, causes, more, Duration.ZERO);
    }

    public Run failed(Problem problem) {
        return add(new Failed(problem));
    }

    public Run later(Duration after) {
        return new Run(id, image, plan, seq, causes, results, after);
    }

    @Override
    public String toString() {
        return "run " + id + " of " + image;
    }

    private boolean isThrough() {
        return find(Published.class)
                .filter(published -> !published.promotes() || has(Promoted.class))
                .isPresent();
    }

    private boolean has(Class<? extends StageResult> type) {
        return results.stream().anyMatch(type::isInstance);
    }

    private static Map<Due, Class<? extends StageResult>> stages() {
        var stages = new LinkedHashMap<Due, Class<? extends StageResult>>();
        stages.put(Due.RESOLVE, Resolved.class);
        stages.put(Due.BUILD, Built.class);
        stages.put(Due.ASSEMBLE, Assembled.class);
        stages.put(Due.SCAN, Scanned.class);
        stages.put(Due.RELEASE, Released.class);
        stages.put(Due.SIGN, Signed.class);
        stages.put(Due.ATTEST, Attested.class);
        stages.put(Due.ATTACH, Attached.class);
        stages.put(Due.VERIFY, Verified.class);
        stages.put(Due.PUBLISH, Published.class);
        stages.put(Due.PROMOTE, Promoted.class);
        return stages;
    }
}
