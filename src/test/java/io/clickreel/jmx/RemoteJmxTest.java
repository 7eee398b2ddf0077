package io.clickreel.jmx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clickreel.Settings;
import io.clickreel.StartupException;
import io.clickreel.testing.Services;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;
import javax.rmi.ssl.SslRMIClientSocketFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may ask JMX from outside, tried by the JDK's client. */
class RemoteJmxTest {
    private static final String PASSWORD = "management.jmx.password";
    private static final String MEMORY = "java.lang:type=Memory";

    @TempDir
    Path folder;

    @Test
    void whoHasAPasswordMayWhatItsRoleMayAndNobodyElse() throws Exception {
        int port = Services.freePort();
        Settings settings = settings(Map.of(
                "management.jmx.port",
                Integer.toString(port),
                PASSWORD,
                "all",
                "management.jmx.reader-password",
                "some"));
        try (RemoteJmx open = RemoteJmx.open(settings, folder)) {
            assertThat(open).isNotNull();
            try (JMXConnector operator = connect(port, "operator", "all")) {
                operator.getMBeanServerConnection().invoke(new ObjectName(MEMORY), "gc", null, null);
            }
            try (JMXConnector reader = connect(port, "reader", "some")) {
                MBeanServerConnection beans = reader.getMBeanServerConnection();
                assertThat(beans.getAttribute(new ObjectName(MEMORY), "HeapMemoryUsage"))
                        .isNotNull();
                assertThatThrownBy(() -> beans.invoke(new ObjectName(MEMORY), "gc", null, null))
                        .isInstanceOf(SecurityException.class);
            }
            for (List<String> wrong : List.of(
                    List.of("operator", "some"),
                    List.of("reader", "all"),
                    List.of("root", "all"),
                    List.of("reader", ""))) {
                assertThatThrownBy(() -> connect(port, wrong.get(0), wrong.get(1)))
                        .as("%s", wrong)
                        .isInstanceOf(SecurityException.class);
            }
            assertThatThrownBy(() -> connect(port, Map.of())).isInstanceOf(SecurityException.class);
            assertThat(Files.readString(folder.resolve("run/jmx.access"))).doesNotContain("all", "some");
        }
        assertThatThrownBy(() -> connect(port, "operator", "all")).isInstanceOf(IOException.class);
    }

    @Test
    void withACertificateNothingPassesInClearText() throws Exception {
        int port = Services.freePort();
        Path keys = keyStore();
        Settings settings = settings(Map.of(
                "management.jmx.port",
                Integer.toString(port),
                PASSWORD,
                "all",
                "management.jmx.key-store",
                keys.toString(),
                "management.jmx.key-store-password",
                "changeit"));
        RemoteJmx.check(settings);
        try (RemoteJmx open = RemoteJmx.open(settings, folder)) {
            assertThat(open).isNotNull();
            assertThatThrownBy(() -> connect(port, "operator", "all")).hasRootCauseInstanceOf(IOException.class);
            Process client = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Djavax.net.ssl.trustStore=" + keys,
                            "-Djavax.net.ssl.trustStorePassword=changeit",
                            "-cp",
                            System.getProperty("java.class.path"),
                            TlsClient.class.getName(),
                            Integer.toString(port))
                    .redirectErrorStream(true)
                    .start();
            String said = new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(client.waitFor()).as(said).isZero();
        }
    }

    /** In a process of its own, because a JVM reads only once whom it trusts. */
    static final class TlsClient {
        private TlsClient() {}

        public static void main(String[] arguments) throws Exception {
            Map<String, Object> client = new HashMap<>();
            client.put(JMXConnector.CREDENTIALS, new String[] {"operator", "all"});
            client.put("com.sun.jndi.rmi.factory.socket", new SslRMIClientSocketFactory());
            try (JMXConnector operator = connect(Integer.parseInt(arguments[0]), client)) {
                System.exit(operator.getMBeanServerConnection().getMBeanCount() > 0 ? 0 : 1);
            }
        }
    }

    @Test
    void whatWouldLetAnybodyInIsRefusedBeforeTheStart() {
        RemoteJmx.check(settings(Map.of()));
        assertThat(RemoteJmx.open(settings(Map.of()), folder)).isNull();
        assertRefused(Map.of("management.jmx.port", "9010"), "no password");
        assertRefused(Map.of("management.jmx.port", "x", PASSWORD, "p"), "management.jmx.port is 'x'");
        assertRefused(
                Map.of("management.jmx.port", "9010", PASSWORD, "p", "management.jmx.host", "0.0.0.0"),
                "management.jmx.key-store");
        assertRefused(
                Map.of("management.jmx.port", "9010", PASSWORD, "p", "management.jmx.key-store", "none.p12"),
                "none.p12, but it cannot be read");
    }

    private static void assertRefused(Map<String, String> wrong, String sentence) {
        assertThatThrownBy(() -> RemoteJmx.check(settings(wrong)))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining(sentence);
    }

    private Path keyStore() throws Exception {
        Path file = folder.resolve("keys.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "jmx",
                        "-keyalg",
                        "RSA",
                        "-dname",
                        "CN=127.0.0.1",
                        "-ext",
                        "san=ip:127.0.0.1",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        "changeit")
                .redirectErrorStream(true)
                .start();
        assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(keytool.exitValue()).isZero();
        return file;
    }

    private static JMXServiceURL url(int port) throws IOException {
        return new JMXServiceURL("service:jmx:rmi:///jndi/rmi://127.0.0.1:" + port + "/jmxrmi");
    }

    private static JMXConnector connect(int port, String user, String password) throws IOException {
        return connect(port, Map.of(JMXConnector.CREDENTIALS, new String[] {user, password}));
    }

    @SuppressWarnings("BanJNDI") // The address is that of this process.
    private static JMXConnector connect(int port, Map<String, ?> client) throws IOException {
        return JMXConnectorFactory.connect(url(port), client);
    }

    private static Settings settings(Map<String, String> more) {
        return Settings.load(Services.home().resolve("application.properties"), Map.of(), more);
    }
}
