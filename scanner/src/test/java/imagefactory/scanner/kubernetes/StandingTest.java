package imagefactory.scanner.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import imagefactory.scanner.kubernetes.Standing.Awaited;
import imagefactory.scanner.kubernetes.Standing.Broken;
import imagefactory.scanner.kubernetes.Standing.Ended;
import imagefactory.scanner.kubernetes.Standing.Stuck;
import imagefactory.scanner.kubernetes.Standing.Underway;
import imagefactory.scanner.kubernetes.Standing.Why;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Statuses as kubelets, schedulers and controllers write them. */
class StandingTest {
    @Test
    void podIsAwaitedUntilAContainerHasBegun() {
        assertThat(Standing.of(new Pod())).isEqualTo(new Awaited());
        assertThat(standing("{phase: Pending, conditions: [{type: PodScheduled, status: 'True'}]}"))
                .isEqualTo(new Awaited());
        assertThat(standing("{phase: Pending, initContainerStatuses: [{name: list, state: {running: {}}}]}"))
                .isEqualTo(new Underway());
        assertThat(standing("{phase: Running, containerStatuses: [{name: match, state: {running: {}}}]}"))
                .isEqualTo(new Underway());
    }

    @Test
    void podThatSucceededHasEnded() {
        assertThat(standing("{phase: Succeeded}")).isEqualTo(new Ended());
    }

    @Test
    void podWithoutANodeIsStuck() {
        assertThat(standing("""
                {phase: Pending, conditions: [{type: PodScheduled, status: 'False', reason: Unschedulable,
                 message: '0/1 nodes are available: 1 Insufficient memory.'}]}"""))
                .isEqualTo(new Stuck("no node takes it: 0/1 nodes are available: 1 Insufficient memory."));
    }

    @Test
    void podWhoseNodeSaysNoMoreIsStuck() {
        assertThat(standing("""
                {phase: Running, conditions: [{type: Ready, status: 'False'}, {type: ContainersReady, status: 'True'}],
                 containerStatuses: [{name: match, state: {running: {}}}]}"""))
                .isEqualTo(new Stuck(
                        "nothing is heard of its node any more, and it goes on when that is back or deleted"));
    }

    @Test
    void podWhoseImageCannotBePulledIsStuck() {
        assertThat(standing("""
                {phase: Pending, initContainerStatuses: [{name: list, image: 'trivy:9', state: {waiting:
                 {reason: ImagePullBackOff, message: Back-off pulling image}}}]}"""))
                .isEqualTo(new Stuck("the image trivy:9 cannot be pulled: ImagePullBackOff: Back-off pulling image"));
    }

    @Test
    void containerThatCannotBeMadeIsStuckAndOneThatIsBeingMadeIsNot() {
        assertThat(standing("""
                {phase: Pending, containerStatuses: [{name: match, state: {waiting:
                 {reason: CreateContainerConfigError, message: no such user}}}]}""")).isEqualTo(new Stuck("CreateContainerConfigError: no such user"));
        assertThat(standing("""
                {phase: Pending, containerStatuses: [{name: match, state: {waiting: {reason: PodInitializing}}}]}""")).isEqualTo(new Awaited());
    }

    @Test
    void podWhoseNodeWasTakenAwayIsReplaced() {
        assertThat(standing("""
                {phase: Failed, reason: Evicted, conditions: [{type: DisruptionTarget, status: 'True'}]}""")).isEqualTo(new Underway());
    }

    @Test
    void podThatFilledItsDiskIsBroken() {
        assertThat(standing("{phase: Failed, reason: Evicted, message: 'Usage of EmptyDir volume \"cache\" exceeds'}"))
                .isEqualTo(
                        new Broken(Why.OUT_OF_SPACE, Optional.empty(), "Usage of EmptyDir volume \"cache\" exceeds"));
    }

    @Test
    void podThatTookTooLongIsBroken() {
        assertThat(standing("{phase: Failed, reason: DeadlineExceeded, message: Pod was active too long}"))
                .isEqualTo(new Broken(Why.TOO_LATE, Optional.empty(), "Pod was active too long"));
    }

    @Test
    void firstContainerThatFailedSaysWhy() {
        assertThat(standing("""
                {phase: Failed, initContainerStatuses: [{name: list, state: {terminated:
                 {exitCode: 1, reason: Error, message: 'FATAL\\tFatal error\\tno'}}}],
                 containerStatuses: [{name: match, state: {waiting: {reason: PodInitializing}}}]}""")).isEqualTo(new Broken(Why.EXIT, Optional.of("list"), "FATAL\\tFatal error\\tno"));
        assertThat(standing("""
                {phase: Failed, initContainerStatuses: [{name: list, state: {terminated: {exitCode: 0}}}],
                 containerStatuses: [{name: match, state: {terminated: {exitCode: 2, reason: Error}}}]}""")).isEqualTo(new Broken(Why.EXIT, Optional.of("match"), "Error, exit 2"));
    }

    @Test
    void memoryAndSignalsAreToldApart() {
        assertThat(standing("""
                {phase: Failed, containerStatuses: [{name: match, state: {terminated: {exitCode: 137, reason: OOMKilled}}}]}""")).isEqualTo(new Broken(Why.OUT_OF_MEMORY, Optional.of("match"), "OOMKilled, exit 137"));
        assertThat(standing("""
                {phase: Failed, containerStatuses: [{name: match, state: {terminated: {exitCode: 143, reason: Error}}}]}""")).isEqualTo(new Broken(Why.KILLED, Optional.of("match"), "Error, exit 143"));
        assertThat(standing("{phase: Failed, reason: OutOfcpu, message: Node had no room}"))
                .isEqualTo(new Broken(Why.KILLED, Optional.empty(), "OutOfcpu Node had no room"));
    }

    private static Standing standing(String status) {
        return Standing.of(Serialization.unmarshal("status: " + status, Pod.class));
    }
}
