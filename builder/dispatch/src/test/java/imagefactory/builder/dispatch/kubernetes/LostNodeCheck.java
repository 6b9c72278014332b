package imagefactory.builder.dispatch.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import imagefactory.core.outcome.Outcome.Done;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A node that says no more, as nothing that its kubelet writes is taken any more. All other pods suffer from that as well, and
 * it takes Kubernetes a minute to notice: {@code KILLS=all ./taskw cluster:test} runs it when the others are through.
 */
class LostNodeCheck {
    private static final String SILENCE = """
            apiVersion: admissionregistration.k8s.io/v1
            kind: ValidatingAdmissionPolicy
            metadata: {name: silence}
            spec:
              failurePolicy: Fail
              matchConstraints:
                resourceRules:
                  - {apiGroups: [""], apiVersions: [v1], operations: [UPDATE, DELETE], resources: [pods, pods/status, nodes/status]}
                  - {apiGroups: [coordination.k8s.io], apiVersions: [v1], operations: [CREATE, UPDATE], resources: [leases]}
              matchConditions:
                - {name: kubelet, expression: "request.userInfo.username.startsWith('system:node:')"}
              validations: [{expression: "false", message: the node is away}]
            ---
            apiVersion: admissionregistration.k8s.io/v1
            kind: ValidatingAdmissionPolicyBinding
            metadata: {name: silence}
            spec: {policyName: silence, validationActions: [Deny]}
            """;

    @TempDir
    Path folder;

    private RunningNode node;

    @BeforeEach
    void open() {
        node = new RunningNode(folder);
    }

    @AfterEach
    void close() {
        heard();
        node.close();
    }

    @Test
    void whatEndedWhileNobodyHeardOfItIsNotBuiltAgain() throws Exception {
        var executor = node.factory(node.settings());
        var left = node.request("left", "RUN echo begun; sleep 20\n", Map.of());
        var taken = node.request("taken", "RUN echo begun; sleep 20\n", Map.of());
        RunningNode.begun(executor, left, "begun");
        RunningNode.begun(executor, taken, "begun");
        var pod = node.pods(left).getFirst();
        node.admin
                .load(new ByteArrayInputStream(SILENCE.getBytes(StandardCharsets.UTF_8)))
                .serverSideApply();

        RunningNode.waits(executor, left, "that it runs on; it goes on when the node is back");
        node.admin.pods().resource(node.pods(taken).getFirst()).evict();
        RunningNode.waits(
                executor,
                taken,
                "the cluster gave its pod up (EvictionByEvictionAPI); it is begun anew when the node is back");
        heard();

        assertThat(RunningNode.end(executor, left)).isInstanceOf(Done.class);
        assertThat(RunningNode.end(executor, taken)).isInstanceOf(Done.class);
        assertThat(node.pods(left))
                .extracting(each -> each.getMetadata().getUid())
                .containsExactly(pod.getMetadata().getUid());
    }

    private void heard() {
        node.admin
                .load(new ByteArrayInputStream(SILENCE.getBytes(StandardCharsets.UTF_8)))
                .delete();
    }
}
