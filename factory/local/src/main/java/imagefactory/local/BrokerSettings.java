package imagefactory.local;

import java.util.Map;

/** Settings of a broker that is alone, small and often restarted; named as in Kafka's documentation, "Broker Configs". */
final class BrokerSettings {
    /** All that depends on neither folder nor ports. */
    static final Map<String, String> SAME_FOR_ALL = Map.ofEntries(
            Map.entry("process.roles", "broker,controller"),
            Map.entry("node.id", "1"),
            Map.entry("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,NETWORK:PLAINTEXT,CONTROLLER:PLAINTEXT"),
            Map.entry("controller.listener.names", "CONTROLLER"),
            Map.entry("inter.broker.listener.name", "PLAINTEXT"),
            // after kill -9 the controller waits for the session of the dead broker to end: 9 s by default
            Map.entry("broker.session.timeout.ms", "1000"),
            Map.entry("broker.heartbeat.interval.ms", "250"),
            Map.entry("group.initial.rebalance.delay.ms", "0"),
            // one node holds every copy
            Map.entry("offsets.topic.replication.factor", "1"),
            Map.entry("offsets.topic.num.partitions", "4"),
            Map.entry("transaction.state.log.replication.factor", "1"),
            Map.entry("transaction.state.log.min.isr", "1"),
            Map.entry("transaction.state.log.num.partitions", "4"),
            Map.entry("share.coordinator.state.topic.replication.factor", "1"),
            Map.entry("share.coordinator.state.topic.min.isr", "1"),
            Map.entry("share.coordinator.state.topic.num.partitions", "1"),
            // a misspelt topic is an error, as where users run their own Kafka
            Map.entry("auto.create.topics.enable", "false"),
            // disk: a week, and at most 256 MiB a partition
            Map.entry("log.retention.hours", "168"),
            Map.entry("log.retention.bytes", Integer.toString(256 << 20)),
            Map.entry("log.segment.bytes", Integer.toString(32 << 20)),
            Map.entry("log.index.size.max.bytes", Integer.toString(1 << 20)),
            Map.entry("metadata.log.segment.bytes", Integer.toString(16 << 20)),
            Map.entry("metadata.max.retention.bytes", Integer.toString(48 << 20)),
            Map.entry("metadata.max.idle.interval.ms", "5000"),
            // memory and threads
            Map.entry("log.cleaner.dedupe.buffer.size", Integer.toString(8 << 20)),
            Map.entry("num.network.threads", "2"),
            Map.entry("num.io.threads", "4"),
            Map.entry("background.threads", "2"));

    private BrokerSettings() {}
}
