package io.clickreel.embedded.s3;

import io.clickreel.StartupException;
import io.clickreel.http.BrowserGuard;
import java.lang.reflect.Field;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.gaul.s3proxy.CrossOriginResourceSharing;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;
import org.gaul.shaded.org.eclipse.jetty.server.Connector;
import org.gaul.shaded.org.eclipse.jetty.server.HttpConfiguration;
import org.gaul.shaded.org.eclipse.jetty.server.HttpConnectionFactory;
import org.gaul.shaded.org.eclipse.jetty.server.Server;
import org.gaul.shaded.org.eclipse.jetty.server.ServerConnector;

/** S3Proxy over a folder: the S3 API on 127.0.0.1. */
public final class EmbeddedS3 implements AutoCloseable {
    private static final String HOST = "127.0.0.1";

    /**
     * A request holds a thread until its body is read and its answer is written. Threads are made when they are needed
     * and end when they are not, so there may be many: with few, a handful of slow clients would keep all others out.
     */
    private static final int MOST_THREADS = 512;

    /** The slowest transfer, in bytes a second, that is waited for. */
    private static final long LEAST_BYTES_PER_SECOND = 256;

    /** No web page may ask; S3Proxy's default lets all of them. */
    private static final CrossOriginResourceSharing NO_PAGES =
            new CrossOriginResourceSharing(List.of(), List.of(), List.of(), List.of(), "");

    private final S3Proxy proxy;

    private EmbeddedS3(S3Proxy proxy) {
        this.proxy = proxy;
    }

    /**
     * @param folder absolute; objects that are not written through the API have an old ETag or none
     * @param accessKey empty: anybody who reaches the port may read and write
     */
    public static EmbeddedS3 start(Path folder, int port, String accessKey, String secretKey) {
        AuthenticationType authentication =
                accessKey.isEmpty() ? AuthenticationType.NONE : AuthenticationType.AWS_V2_OR_V4;
        S3Proxy proxy = S3Proxy.builder()
                .blobStore(new FilesystemNio2BlobStore(folder.toString()))
                .endpoint(URI.create("http://" + HOST + ":" + port))
                .awsAuthentication(authentication, accessKey, secretKey)
                .ignoreUnknownHeaders(true)
                .corsRules(NO_PAGES)
                .jettyMaxThreads(MOST_THREADS)
                .stopTimeout(0)
                .build();
        putInFront(proxy);
        try {
            proxy.start();
        } catch (Exception e) {
            throw new StartupException("The embedded S3 did not start: " + e.getMessage());
        }
        return new EmbeddedS3(proxy);
    }

    /**
     * Puts the front before S3Proxy's handler. S3Proxy makes its Jetty itself, and its private field is the only way to
     * the server that leaves everything else to S3Proxy. If a later version renames the field, every start fails.
     */
    private static void putInFront(S3Proxy proxy) {
        try {
            Field field = S3Proxy.class.getDeclaredField("server");
            field.setAccessible(true);
            Server jetty = (Server) field.get(proxy);
            FrontHandler front = new FrontHandler(BrowserGuard.of("The embedded S3", HOST), jetty.getHandler());
            jetty.setHandler(front);
            for (Connector connector : jetty.getConnectors()) {
                HttpConfiguration http = connector
                        .getConnectionFactory(HttpConnectionFactory.class)
                        .getHttpConfiguration();
                http.setMinRequestDataRate(LEAST_BYTES_PER_SECOND);
                http.setMinResponseDataRate(LEAST_BYTES_PER_SECOND);
                ((ServerConnector) connector).addBean(front);
            }
        } catch (ReflectiveOperationException | ClassCastException e) {
            throw new StartupException(
                    "The embedded S3 did not start: this version of S3Proxy has no Jetty server in its field 'server', so"
                            + " nothing would keep the pages of other sites out. Use the version that pom.xml names.",
                    e);
        }
    }

    @Override
    public void close() {
        try {
            proxy.stop();
        } catch (Exception e) {
            throw new IllegalStateException("the embedded S3 did not stop", e);
        }
    }
}
