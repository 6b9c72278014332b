package imagefactory.builder.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import imagefactory.builder.dispatch.ProcessSettings.Retention;
import imagefactory.core.build.BuildExecutor;
import imagefactory.core.build.BuiltImage;
import imagefactory.core.outcome.Outcome;
import imagefactory.core.outcome.Outcome.Done;
import imagefactory.core.outcome.Outcome.Pending;
import imagefactory.core.outcome.Problem.Code;
import imagefactory.core.outcome.Unavailable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessExecutorTest extends BuildExecutorContract {
    @TempDir
    Path folder;

    Workshop workshop;

    @BeforeEach
    void open() {
        workshop = new Workshop(folder, new TestClock());
    }

    @AfterEach
    void nothingIsLeftRunning() {
        ProcessTree.marked(workshop.work().toString()).kill();
    }

    @Override
    BuildExecutor playing(String script) throws Unavailable {
        return workshop.executor(script);
    }

    @Override
    int starts() throws Exception {
        return workshop.started().size();
    }

    @Override
    void letTheLimitPass() {
        workshop.clock().pass(Workshop.LIMIT.plusSeconds(1));
    }

    @Test
    void killedFactoryLeavesItsBuildRunningAndTheNextOneFindsIt() throws Exception {
        var factory = factory("hang");
        await().atMost(SOON).until(() -> starts() == 1);
        killAtOnce(factory);

        var next = workshop.executor("hang");
        assertThat(next.advance(portal)).isInstanceOf(Pending.class);

        assertThat(builder().isAlive()).isTrue();
        next.cancel(portal.id());
        assertThat(builder().isAlive()).isFalse();
        assertThat(starts()).isEqualTo(1);
    }

    @Test
    void resultOfABuildThatEndedWithoutAFactoryIsFound() throws Exception {
        var factory = factory("succeed");
        await().atMost(SOON).until(() -> starts() == 1);
        killAtOnce(factory);

        assertThat(end(workshop.executor("succeed"), portal)).isInstanceOf(Done.class);
        assertThat(starts()).isEqualTo(1);
    }

    @Test
    void builderStartedJustBeforeItsFactoryWasKilledIsFoundByItsMark() throws Exception {
        var executor = workshop.executor("hang");
        startToRun(executor, portal);
        var build = BuildFolder.of(workshop.work(), portal.id());
        var attempt = build.attempt().orElseThrow();
        build.save(new Attempt(1, java.util.Optional.empty(), attempt.started(), attempt.deadline()));

        workshop.executor("hang").advance(portal);

        assertThat(build.attempt()).contains(attempt);
        assertThat(starts()).isEqualTo(1);
    }

    @Test
    void anotherProcessWithTheSameNumberIsNotTheBuilder() throws Exception {
        var executor = workshop.executor("succeed");
        end(executor, portal);
        var build = BuildFolder.of(workshop.work(), portal.id());
        var attempt = build.attempt().orElseThrow();
        Files.delete(build.metadata());
        build.save(attempt.with(new SystemProcess(ProcessHandle.current().pid(), "another boot/1")));

        assertThat(end(workshop.executor("succeed"), portal)).isInstanceOf(Done.class);
        assertThat(starts()).isEqualTo(2);
    }

    @Test
    void limitThatPassedWhileNoFactoryRanHolds() throws Exception {
        var factory = factory("hang");
        await().atMost(SOON).until(() -> starts() == 1);
        killAtOnce(factory);

        letTheLimitPass();

        assertThat(problem(end(workshop.executor("hang"), portal)).code()).isEqualTo(Code.BUILD_TIMED_OUT);
        assertThat(builder().isAlive()).isFalse();
    }

    @Test
    void limitHoldsForBuildsThatNobodyAsksForAnyMore() throws Exception {
        startToRun(workshop.executor("hang"), portal);

        letTheLimitPass();
        end(workshop.executor("succeed"), Requests.named("another"));

        await().atMost(SOON).until(() -> !builder().isAlive());
    }

    @Test
    void buildIsNotInTheSessionOfItsFactory() throws Exception {
        startToRun(workshop.executor("hang"), portal);

        assertThat(SystemProcess.session(builder().pid())).contains(builder().pid());
    }

    @Test
    void twoReplicasStartOneBuild() throws Exception {
        var factories = List.of(factory("succeed"), factory("succeed"), factory("succeed"));
        for (var factory : factories) {
            assertThat(factory.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(factory.exitValue()).isZero();
        }

        assertThat(starts()).isEqualTo(1);
    }

    @Test
    void manyThreadsStartOneBuild() throws Exception {
        var executor = workshop.executor("succeed");
        var asking = Collections.nCopies(16, (Callable<Outcome<BuiltImage>>) () -> end(executor, portal));

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var asked : threads.invokeAll(asking)) {
                assertThat(asked.get()).isInstanceOf(Done.class);
            }
        }

        assertThat(starts()).isEqualTo(1);
    }

    @Test
    void childrenInANamespaceOfTheirOwnAreEndedToo() throws Exception {
        var executor = workshop.executor("stray");
        startToRun(executor, portal);
        await().atMost(SOON).until(() -> executor.log(portal.id()).orElse("").contains("strayed"));
        var stray = Long.parseLong(workshop.started().get(1));
        assertThat(SystemProcess.of(stray)).isPresent();

        executor.cancel(portal.id());

        assertThat(SystemProcess.of(stray).filter(SystemProcess::isAlive)).isEmpty();
    }

    @Test
    void childrenOfABuilderThatWasKilledAreEndedBeforeTheNextAttempt() throws Exception {
        var executor = workshop.executor("stray");
        startToRun(executor, portal);
        await().atMost(SOON).until(() -> executor.log(portal.id()).orElse("").contains("strayed"));
        var stray = Long.parseLong(workshop.started().get(1));
        assertThat(SystemProcess.of(stray)).isPresent();

        builder().handle().orElseThrow().destroyForcibly();
        await().atMost(SOON).until(() -> !builder().isAlive());
        executor.advance(portal);

        assertThat(SystemProcess.of(stray).filter(SystemProcess::isAlive)).isEmpty();
    }

    @Test
    void moreBuildsThanThereIsRoomForWait() throws Exception {
        var executor = workshop.executor(workshop.settings("hang", 1, Retention.DEFAULT), () -> {});
        var second = Requests.named("second");
        var third = Requests.named("third");
        startToRun(executor, portal);

        executor.advance(second);
        workshop.clock().pass(Duration.ofSeconds(1));
        executor.advance(third);
        assertThat(starts()).isEqualTo(1);

        executor.cancel(portal.id());
        executor.advance(third);
        assertThat(starts()).as("the one that waits longer goes first").isEqualTo(1);
        startToRun(executor, second);
        assertThat(executor.log(third.id())).isEmpty();
        assertThat(starts()).isEqualTo(2);
    }

    @Test
    void whoIsNotAskedForAnyMoreLosesItsPlace() throws Exception {
        var executor = workshop.executor(workshop.settings("hang", 1, Retention.DEFAULT), () -> {});
        startToRun(executor, portal);
        executor.advance(Requests.named("second"));
        executor.cancel(portal.id());

        workshop.clock().pass(Queue.PATIENCE.plusSeconds(1));

        startToRun(executor, Requests.named("third"));
    }

    @Test
    void endOfABuildIsToldAtOnce() throws Exception {
        var ended = new CountDownLatch(1);
        var executor = workshop.executor(workshop.settings("succeed", 1, Retention.DEFAULT), ended::countDown);
        executor.advance(portal);

        assertThat(ended.await(30, TimeUnit.SECONDS)).isTrue();

        assertThat(executor.advance(portal)).isInstanceOf(Done.class);
    }

    @Test
    void builderThatDoesNotUnderstandItsFlagsIsAFaultOfTheFactory() throws Exception {
        var problem = problem(end(workshop.executor("misunderstand"), portal));

        assertThat(problem.code()).isEqualTo(Code.FACTORY_FAULT);
        assertThat(problem.text())
                .isEqualTo("The builder program did not understand what it was started with. Its last lines:\n"
                        + "started misunderstand");
        assertThat(starts()).isEqualTo(1);
    }

    @Test
    void missingBuilderProgramIsSaidAndNotCounted() throws Exception {
        var settings = new ProcessSettings(
                List.of("no-such-builder"), workshop.work(), Workshop.LIMIT, 1, Access.NONE, Retention.DEFAULT);

        for (int round = 0; round < 5; round++) {
            assertThatThrownBy(() -> workshop.executor(settings, () -> {}).advance(portal))
                    .isInstanceOf(Unavailable.class)
                    .hasMessageStartingWith("the builder program \"no-such-builder\" is not there");
        }
        assertThat(end(workshop.executor("succeed"), portal)).isInstanceOf(Done.class);
    }

    @Test
    void logIsCutBackWhileItIsWritten() throws Exception {
        var executor = workshop.executor("hang");
        startToRun(executor, portal);
        var log = BuildFolder.of(workshop.work(), portal.id()).log();
        Files.write(log.path(), new byte[(int) LogFile.MOST], java.nio.file.StandardOpenOption.APPEND);
        log.note("the end");

        executor.advance(portal);
        log.note("and on");

        assertThat(Files.size(log.path())).isLessThan(100);
        assertThat(executor.log(portal.id()).orElseThrow())
                .endsWith("the end\nand on\n")
                .hasSize(LogFile.SHOWN);
    }

    @Test
    void oldBuildsAreClearedAway() throws Exception {
        var executor =
                workshop.executor(workshop.settings("succeed", 4, new Retention(Duration.ofDays(1), 2)), () -> {});
        end(executor, portal);
        workshop.clock().pass(Duration.ofDays(2));
        end(executor, Requests.named("second"));

        assertThat(executor.log(portal.id())).isEmpty();
        assertThat(executor.log(Requests.named("second").id())).isPresent();
        await().atMost(SOON).until(() -> isEmpty(workshop.work().resolve("trash")));
    }

    @Test
    void ofManyBuildsTheNewestAreKept() throws Exception {
        var executor =
                workshop.executor(workshop.settings("succeed", 4, new Retention(Duration.ofDays(1), 2)), () -> {});
        for (var name : List.of("a", "b", "c", "d")) {
            end(executor, Requests.named(name));
            workshop.clock().pass(Duration.ofMinutes(1));
        }
        executor.advance(Requests.named("d"));

        assertThat(executor.log(Requests.named("b").id())).isEmpty();
        assertThat(executor.log(Requests.named("c").id())).isPresent();
    }

    @Test
    void buildKnowsNoSecretsOfTheFactory() throws Exception {
        startToRun(workshop.executor("hang"), portal);

        var environment = Files.readString(Path.of("/proc/" + builder().pid() + "/environ"));

        assertThat(environment).contains("PATH=").doesNotContain("SECRET");
    }

    private static boolean isEmpty(Path folder) throws java.io.IOException {
        try (var files = Files.list(folder)) {
            return files.findAny().isEmpty();
        }
    }

    private SystemProcess builder() throws Exception {
        return BuildFolder.of(workshop.work(), portal.id())
                .attempt()
                .orElseThrow()
                .process()
                .orElseThrow();
    }

    /** A factory as a process of its own, that asks for the build until it is over. */
    private Process factory(String script) throws Exception {
        return new ProcessBuilder(Workshop.java(TinyFactory.class, script, folder))
                .inheritIO()
                .start();
    }

    private static void killAtOnce(Process factory) throws Exception {
        factory.destroyForcibly();
        assertThat(factory.waitFor(10, TimeUnit.SECONDS)).isTrue();
    }
}
