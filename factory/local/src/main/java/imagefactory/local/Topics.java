package imagefactory.local;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;

/** The factory's topics. */
final class Topics {
    private static final short COPIES = 1;
    private static final List<NewTopic> ALL = List.of(
            new NewTopic("factory.events", 3, COPIES),
            new NewTopic("factory.runs", 3, COPIES)
                    .configs(Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT)),
            new NewTopic("factory.dead-letters", 1, COPIES));

    private Topics() {}

    /** Creates those that are not there; one that is there is left as it is. */
    static void create(String brokers) throws ExecutionException, InterruptedException {
        try (var admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, brokers))) {
            var there = admin.listTopics().names().get();
            var missing =
                    ALL.stream().filter(topic -> !there.contains(topic.name())).toList();
            admin.createTopics(missing).all().get();
        }
    }
}
