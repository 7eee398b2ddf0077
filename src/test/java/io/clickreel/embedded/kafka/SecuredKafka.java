package io.clickreel.embedded.kafka;

import io.clickreel.testing.Services;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import kafka.server.KafkaRaftServer;

/**
 * A broker that lets nobody in who does not trust its own certificate, shows one that it trusts, and has a password:
 * TLS by a private CA, mTLS and SASL/PLAIN on one port.
 */
public final class SecuredKafka implements AutoCloseable {
    private static final String PASSWORD = "of-the-store";
    private static final String LOGIN = "org.apache.kafka.common.security.plain.PlainLoginModule required"
            + " username=\"clickreel\" password=\"in and out\"";

    private final KafkaRaftServer server;
    private final String address;
    private final Path store;

    private SecuredKafka(KafkaRaftServer server, String address, Path store) {
        this.server = server;
        this.address = address;
        this.store = store;
    }

    public static SecuredKafka start() {
        try {
            Path data = Services.folder();
            Path store = data.resolve("store.p12");
            makeCertificate(store);
            int port = Services.freePorts(2);
            String address = "127.0.0.1:" + port;
            Map<String, String> properties = KafkaServerMain.properties(data, port);
            properties.put("listeners", "SASL_SSL://" + address + ",CONTROLLER://127.0.0.1:" + (port + 1));
            properties.put("advertised.listeners", "SASL_SSL://" + address);
            properties.put("listener.security.protocol.map", "SASL_SSL:SASL_SSL,CONTROLLER:PLAINTEXT");
            properties.put("inter.broker.listener.name", "SASL_SSL");
            properties.put("sasl.mechanism.inter.broker.protocol", "PLAIN");
            properties.put("sasl.enabled.mechanisms", "PLAIN");
            properties.put("listener.name.sasl_ssl.plain.sasl.jaas.config", LOGIN + " user_clickreel=\"in and out\";");
            properties.put("ssl.client.auth", "required");
            // Else mTLS is switched off where SASL is.
            properties.put("listener.name.sasl_ssl.ssl.client.auth", "required");
            properties.putAll(stores(store));
            KafkaRaftServer server = KafkaServerMain.server(data, properties);
            server.startup();
            return new SecuredKafka(server, address, store);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    public String address() {
        return address;
    }

    /** What a client has to have, by Kafka's names. */
    public Map<String, String> clientProperties() {
        Map<String, String> properties = new java.util.HashMap<>(stores(store));
        properties.put("security.protocol", "SASL_SSL");
        properties.put("sasl.mechanism", "PLAIN");
        properties.put("sasl.jaas.config", LOGIN + ";");
        return properties;
    }

    @Override
    public void close() {
        server.shutdown();
    }

    /** One certificate is that of both sides, and the only one that each trusts. */
    private static Map<String, String> stores(Path store) {
        return Map.of(
                "ssl.keystore.location",
                store.toString(),
                "ssl.keystore.password",
                PASSWORD,
                "ssl.truststore.location",
                store.toString(),
                "ssl.truststore.password",
                PASSWORD);
    }

    private static void makeCertificate(Path store) throws IOException, InterruptedException {
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "kafka",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=kafka",
                        "-ext",
                        "san=ip:127.0.0.1",
                        "-validity",
                        "2",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        PASSWORD,
                        "-keystore",
                        store.toString())
                .inheritIO()
                .start();
        if (keytool.waitFor() != 0) {
            throw new IllegalStateException("keytool ended with " + keytool.exitValue());
        }
    }
}
