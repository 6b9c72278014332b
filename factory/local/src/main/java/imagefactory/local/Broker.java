package imagefactory.local;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;

/** The program in Kafka's child process. Arguments: its folder, its port, its controller's port, and its name and port in the network, if it has one. */
final class Broker {
    /** The file that appears in its folder when it answers and its topics are there. */
    static final String READY = "ready";

    private static final Duration STOPPED_WITHIN = Duration.ofSeconds(5);

    private Broker() {}

    public static void main(String[] args) {
        try {
            run(
                    Path.of(args[0]),
                    Integer.parseInt(args[1]),
                    Integer.parseInt(args[2]),
                    Stream.of(args).skip(3).findFirst());
        } catch (Exception e) {
            e.printStackTrace();
            Runtime.getRuntime().halt(1);
        }
    }

    private static void run(Path folder, int port, int controllerPort, Optional<String> network) throws Exception {
        var log = folder.resolve("log");
        if (!Files.exists(log.resolve("meta.properties"))) {
            format(log.toString());
        }
        var server = new KafkaRaftServer(new KafkaConfig(settings(log, port, controllerPort, network)), Time.SYSTEM);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> shutdown(server), "shutdown"));
        server.startup();
        Topics.create("127.0.0.1:" + port);
        Files.writeString(
                folder.resolve(READY), Long.toString(ProcessHandle.current().pid()));
        server.awaitShutdown();
    }

    private static void format(String log) throws Exception {
        new Formatter()
                .setNodeId(1)
                .setClusterId(Uuid.randomUuid().toString())
                .setControllerListenerName("CONTROLLER")
                .setMetadataLogDirectory(log)
                .addDirectory(log)
                .run();
    }

    /** In order, or, as it may be that nobody is left to lose patience with it, not. */
    private static void shutdown(KafkaRaftServer server) {
        Thread.ofPlatform().daemon().start(() -> {
            LockSupport.parkNanos(STOPPED_WITHIN.toNanos());
            Runtime.getRuntime().halt(1);
        });
        server.shutdown();
    }

    /** It finds itself on this machine: the network may lead to it only when it is ready. */
    private static Properties settings(Path log, int port, int controllerPort, Optional<String> network) {
        var inside = "PLAINTEXT://127.0.0.1:" + port;
        var everywhere = network.map(name -> "0.0.0.0" + name.substring(name.lastIndexOf(':')));
        var settings = new Properties();
        settings.putAll(BrokerSettings.SAME_FOR_ALL);
        settings.put("log.dirs", log.toString());
        settings.put("listeners", inside + outside(everywhere) + ",CONTROLLER://127.0.0.1:" + controllerPort);
        settings.put("advertised.listeners", inside + outside(network));
        settings.put("controller.quorum.voters", "1@127.0.0.1:" + controllerPort);
        return settings;
    }

    private static String outside(Optional<String> address) {
        return address.map(there -> ",NETWORK://" + there).orElse("");
    }
}
