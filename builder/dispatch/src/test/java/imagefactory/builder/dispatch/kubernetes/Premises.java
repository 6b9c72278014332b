package imagefactory.builder.dispatch.kubernetes;

import static org.awaitility.Awaitility.await;

import imagefactory.builder.dispatch.Requests;
import imagefactory.core.outcome.Unavailable;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/** A namespace of the shared API server, a node, and factories that build there. */
final class Premises implements AutoCloseable {
    static final Duration SOON = Duration.ofSeconds(30);

    final AtomicInteger hints = new AtomicInteger();
    final KubernetesClient admin = TestCluster.client();
    final PlayedNode node;
    final Played played;
    private final List<Runnable> open = new ArrayList<>();

    Premises() throws IOException {
        node = new PlayedNode(admin);
        played = Played.in(admin, "builds-" + System.nanoTime(), node.name());
    }

    JobSettings settings(PodVariant pod) {
        return settings(played.namespace(), pod);
    }

    static JobSettings settings(String namespace, PodVariant pod) {
        return new JobSettings(
                namespace,
                "localhost/image-factory/builder:1",
                pod,
                Duration.ofMinutes(30),
                new JobSettings.Resources("500m", "2Gi", "10Gi"),
                JobSettings.Placement.ANYWHERE,
                JobSettings.Access.NONE,
                Optional.empty());
    }

    /** A factory that knows what there is. */
    JobExecutor factory() {
        var executor = factory(settings(PodVariant.USER_NAMESPACE));
        await().atMost(SOON).ignoreExceptionsInstanceOf(Unavailable.class).until(() -> {
            executor.log(Requests.named("nobody").id());
            return true;
        });
        return executor;
    }

    JobExecutor factory(JobSettings settings) {
        return factory(settings, TestCluster.client());
    }

    JobExecutor factory(JobSettings settings, KubernetesClient client) {
        open.add(client::close);
        var executor = new JobExecutor(client, settings, hints::incrementAndGet);
        open.add(executor::close);
        return executor;
    }

    /** A client whose requests are counted. */
    static KubernetesClient counted(Asked asked) {
        return new KubernetesClientBuilder()
                .withConfig(TestCluster.config())
                .withHttpClientBuilderConsumer(builder -> builder.addOrReplaceInterceptor("count", asked))
                .build();
    }

    /**
     * What a client asked of the API server.
     *
     * @param lists those of its informers
     */
    record Asked(AtomicInteger requests, AtomicInteger lists) implements Interceptor {
        private static final Pattern LIST = Pattern.compile("/(jobs|pods|events)\\?(?!.*watch=true)");

        Asked() {
            this(new AtomicInteger(), new AtomicInteger());
        }

        @Override
        public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
            requests.incrementAndGet();
            var uri = request.uri().toString();
            if (LIST.matcher(uri).find() && !uri.contains(JobManifest.BUILD)) {
                lists.incrementAndGet();
            }
        }
    }

    @Override
    public void close() {
        open.reversed().forEach(Runnable::run);
        node.close();
        admin.close();
    }
}
