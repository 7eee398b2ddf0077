package io.clickreel.embedded.kafka;

import io.clickreel.embedded.process.ParentWatch;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Exit;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;

/**
 * One Apache Kafka broker with its own KRaft controller, as a child process.
 *
 * <p>Arguments: data folder (absolute), port; the controller takes the port above. Prints {@code ready <port>}.
 */
public final class KafkaServerMain {
    private static final String HOST = "127.0.0.1";
    private static final int NODE_ID = 1;

    private KafkaServerMain() {}

    public static void main(String[] arguments) throws Exception {
        Path data = Path.of(arguments[0]);
        int port = Integer.parseInt(arguments[1]);
        // A broker that gives up must end its process, or its parent would not start it again.
        Exit.setExitProcedure((status, message) -> Runtime.getRuntime().halt(status));

        KafkaRaftServer server = server(data, properties(data, port));
        ParentWatch.exitWithParent(server::shutdown);
        server.startup();
        System.out.println("ready " + port);
        server.awaitShutdown();
    }

    static KafkaRaftServer server(Path data, Map<String, String> properties) throws Exception {
        KafkaConfig config = new KafkaConfig(properties, false);
        if (!Files.exists(data.resolve("meta.properties"))) {
            format(data);
        }
        return new KafkaRaftServer(config, Time.SYSTEM);
    }

    private static void format(Path data) throws Exception {
        new Formatter()
                .setPrintStream(System.err)
                .setNodeId(NODE_ID)
                .setClusterId(Uuid.randomUuid().toString())
                .setControllerListenerName("CONTROLLER")
                .setMetadataLogDirectory(data.toString())
                .addDirectory(data.toString())
                .run();
    }

    static Map<String, String> properties(Path data, int port) {
        Map<String, String> properties = new HashMap<>();
        properties.put("process.roles", "broker,controller");
        properties.put("node.id", Integer.toString(NODE_ID));
        properties.put("controller.quorum.voters", NODE_ID + "@" + HOST + ":" + (port + 1));
        properties.put("listeners", "PLAINTEXT://" + HOST + ":" + port + ",CONTROLLER://" + HOST + ":" + (port + 1));
        properties.put("advertised.listeners", "PLAINTEXT://" + HOST + ":" + port);
        properties.put("controller.listener.names", "CONTROLLER");
        properties.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        properties.put("log.dirs", data.toString());
        // There is one node, so nothing can be replicated.
        properties.put("offsets.topic.replication.factor", "1");
        properties.put("offsets.topic.num.partitions", "1");
        properties.put("transaction.state.log.replication.factor", "1");
        properties.put("transaction.state.log.min.isr", "1");
        properties.put("transaction.state.log.num.partitions", "1");
        properties.put("share.coordinator.state.topic.replication.factor", "1");
        properties.put("share.coordinator.state.topic.min.isr", "1");
        properties.put("share.coordinator.state.topic.num.partitions", "1");
        properties.put("auto.create.topics.enable", "false");
        // Holds also for topics that older versions made: a producer's clock does not decide what retention deletes.
        properties.put("log.message.timestamp.type", "LogAppendTime");
        // A lone consumer need not wait for others; after kill -9 the broker's old session ends sooner.
        properties.put("group.initial.rebalance.delay.ms", "0");
        properties.put("broker.session.timeout.ms", "2000");
        properties.put("broker.heartbeat.interval.ms", "500");
        // A bad record of some megabytes has to come in, so that it can be shown as a dead letter.
        properties.put("message.max.bytes", Integer.toString(16 * 1024 * 1024));
        properties.put("replica.fetch.max.bytes", Integer.toString(16 * 1024 * 1024));
        properties.put("log.cleaner.dedupe.buffer.size", Integer.toString(8 * 1024 * 1024));
        properties.put("num.network.threads", "2");
        properties.put("num.io.threads", "4");
        properties.put("num.recovery.threads.per.data.dir", "2");
        return properties;
    }
}
